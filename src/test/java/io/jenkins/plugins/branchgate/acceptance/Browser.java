package io.jenkins.plugins.branchgate.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium of its own, with an empty profile, as one person's browser. Debian's; nothing is downloaded. */
final class Browser implements AutoCloseable {
    static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED";
    private static final int MOST_LOADS = 10;

    private final List<String> console = new ArrayList<>();
    private final ChromeDriver driver;
    private final WebDriverWait wait;

    Browser(Path profile) {
        var options = new ChromeOptions().setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,1000",
                "--user-data-dir=" + profile);
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.SEVERE);
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        wait = new WebDriverWait(driver, PATIENCE);
    }

    /** Whether this machine has a browser and its driver. */
    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    /** Logs in through Jenkins' form. */
    void logIn(URI jenkins, String user, String password) {
        open(jenkins.resolve("login"));
        visible(By.name("j_username")).sendKeys(user);
        visible(By.name("j_password")).sendKeys(password);
        visible(By.name("Submit")).click();
        wait.until(ExpectedConditions.invisibilityOfElementLocated(By.name("j_password")));
    }

    /** Loads a page, again if the machine's networks changed meanwhile, which ends what Chromium is loading. */
    void open(URI page) {
        for (int tries = 1; ; tries++) {
            boolean changed;
            try {
                driver.get(page.toString());
                changed = readConsole();
            } catch (WebDriverException e) {
                changed = String.valueOf(e.getMessage()).contains(NETWORK_CHANGED);
                if (!changed || tries == MOST_LOADS) {
                    throw e;
                }
            }
            if (!changed || tries == MOST_LOADS) {
                return;
            }
        }
    }

    /** The first such element, once it is shown. */
    WebElement visible(By what) {
        return wait.until(ExpectedConditions.visibilityOfElementLocated(what));
    }

    /** The first such element, once it can be clicked. */
    WebElement clickable(By what) {
        return wait.until(ExpectedConditions.elementToBeClickable(what));
    }

    /** All such elements on the page now. */
    List<WebElement> all(By what) {
        return driver.findElements(what);
    }

    /** Waits until the page shows a text. */
    void awaitText(String text) {
        wait.until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), text));
    }

    /** The page's text as a person reads it. */
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** True if the page's background is darker than a middle grey. */
    boolean isDark() {
        var background = (List<?>) driver.executeScript(
                "return getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number)");
        return background.stream()
                        .limit(3)
                        .mapToDouble(part -> ((Number) part).doubleValue())
                        .sum()
                < 3 * 128;
    }

    /**
     * Errors that scripts, the content security policy or missing files left in the console since this was last asked; not
     * that another process, such as a Docker engine, changed the machine's networks.
     */
    List<String> consoleErrors() {
        readConsole();
        var errors = List.copyOf(console);
        console.clear();
        return errors;
    }

    /** True if something was not loaded because the networks changed. */
    private boolean readConsole() {
        boolean changed = false;
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (isNetworkChange(entry.getMessage())) {
                changed = true;
            } else {
                console.add(entry.getMessage());
            }
        }
        return changed;
    }

    /** True for exactly what Chromium writes of a load that ended because the machine's networks changed. */
    static boolean isNetworkChange(String message) {
        return message.matches("\\S+ - Failed to load resource: " + NETWORK_CHANGED);
    }

    /** Makes the window that wide, as a desk's or a telephone's screen is. */
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** True if nothing, neither the page nor a card on it, has to be scrolled sideways to be seen. */
    boolean fits() {
        return (Boolean) driver.executeScript("""
                return [document.documentElement, ...document.querySelectorAll('.jenkins-card')]
                    .every(each => each.scrollWidth <= each.clientWidth);
                """);
    }

    /** Unfolds all that is folded, and returns what is on those buttons of the page that nobody sees all the same. */
    List<String> unfoldAndFindHiddenButtons() {
        var hidden = (List<?>) driver.executeScript("""
                const page = document.getElementById('main-panel');
                page.querySelectorAll('details').forEach(each => each.open = true);
                return [...page.querySelectorAll('button')]
                    .filter(each => each.getClientRects().length === 0 || !each.checkVisibility({visibilityProperty: true}))
                    .map(each => each.textContent.trim());
                """);
        return hidden.stream().map(String::valueOf).toList();
    }

    /** Keeps a picture of the whole page, also of what has to be scrolled to. */
    void screenshotOfAll(Path file, int width) throws IOException {
        Number height = (Number) driver.executeScript("return document.documentElement.scrollHeight");
        resize(width, height.intValue());
        screenshot(file);
        resize(width, 900);
    }

    /** Keeps a picture of what is shown. */
    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
