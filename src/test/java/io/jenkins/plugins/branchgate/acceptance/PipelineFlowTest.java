package io.jenkins.plugins.branchgate.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;

/** The main job in a real Jenkins, by docs/examples/Jenkinsfile: push, QA, decision, merge, production. */
@Tag("jenkins")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineFlowTest {
    private static final String MASTER = ShopSite.MASTER;

    @RegisterExtension
    static final JenkinsExtension JENKINS = new JenkinsExtension();

    private static ShopSite shop;
    private static SiteRemote remote;
    private static DeployedSite site;
    private static LedgerFile ledger;
    private static String start;

    @BeforeAll
    static void firstDeployment() throws Exception {
        shop = ShopSite.of(JENKINS);
        remote = shop.remote();
        site = shop.deployed();
        ledger = shop.ledger();
        start = remote.tip("master");
    }

    @Test
    @Order(1)
    void approvalByClickMergesAndBringsTheTestedImageToProduction() throws Exception {
        String before = remote.tip("master");
        int production = BuildPage.newest(JENKINS.as("dev"), MASTER);
        var pushed = shop.push("Spring sale");
        assertTrue(DeployedSite.page(JENKINS.port("shop-production")).contains("<h1>Shop</h1>"));

        try (var browser = JENKINS.browser("qa")) {
            var page = ApprovalPage.open(browser, pushed.url());
            page.screenshot(Path.of("target", "acceptance", "approval.png"));
            page.approve("Looks right");
            browser.awaitText("master");
            assertEquals(List.of(), browser.consoleErrors());
        }

        assertEquals("SUCCESS", pushed.build().awaitResult(), pushed.build().log());
        String merge = remote.tip("master");
        assertEquals(List.of(before, pushed.commit()), remote.parents(merge));
        assertTrue(remote.message(merge).contains("QA-Approved-by: "), remote.message(merge));
        assertEquals(
                "SUCCESS", BuildPage.next(JENKINS.as("dev"), MASTER, production).awaitResult());
        DeployedSite.awaitPage(JENKINS.port("shop-production"), "<h1>Spring sale</h1>");
        assertEquals(1, site.images("production").size());
        assertEquals(site.images("qa"), site.images("production"));
    }

    @Test
    @Order(2)
    void rejectionWithAReasonLeavesMasterAndProductionAsTheyWere() throws Exception {
        String master = remote.tip("master");
        var production = site.images("production");
        var pushed = shop.push("Ugly page");

        try (var browser = JENKINS.browser("qa")) {
            ApprovalPage.open(browser, pushed.url()).reject("The title is wrong");
            browser.awaitText("The title is wrong");
        }

        assertEquals("ABORTED", pushed.build().awaitResult());
        assertTrue(
                pushed.build().log().contains("The title is wrong"),
                pushed.build().log());
        assertEquals(master, remote.tip("master"));
        assertEquals(production, site.images("production"));
        assertEquals(List.of("REJECTED"), ledger.states(pushed.approval()));
    }

    @Test
    @Order(3)
    void whoMayNotApproveIsRefusedAndThatIsRecorded() throws Exception {
        String master = remote.tip("master");
        var pushed = shop.push("Not by me");

        var answer = JENKINS.as("dev").post(pushed.path() + "approve", Map.of("comment", "mine"));

        assertEquals(403, answer.statusCode(), JenkinsApi.words(answer));
        assertTrue(pushed.build().isBuilding());
        assertEquals(master, remote.tip("master"));
        assertEquals(List.of(), ledger.states(pushed.approval()));
        assertFalse(ledger.entries("voted").stream()
                .filter(vote -> vote.path("approval").asText().equals(pushed.approval()))
                .toList()
                .isEmpty());
    }

    @Test
    @Order(4)
    void waitingSurvivesARestart() throws Exception {
        var pushed = shop.push("After the restart");

        JENKINS.controller().jenkins().close();
        JENKINS.controller().start();
        Await.that("the build going on after the restart", () -> pushed.build().isBuilding(), () -> pushed.build()
                .log());
        assertEquals(List.of(), ledger.states(pushed.approval()));
        var answer = JENKINS.as("qa").post(pushed.path() + "approve", Map.of());

        assertTrue(answer.statusCode() < 400, JenkinsApi.words(answer));
        assertEquals("SUCCESS", pushed.build().awaitResult(), pushed.build().log());
        assertTrue(remote.parents(remote.tip("master")).contains(pushed.commit()));
        DeployedSite.awaitPage(JENKINS.port("shop-production"), "<h1>After the restart</h1>");
    }

    @Test
    @Order(5)
    void boardAndApprovalPageShowWhatWaitsInBothThemes() throws Exception {
        var pushed = shop.push("Window display");
        for (String theme : List.of("NoOp", "Dark")) {
            useTheme(theme);
            String name = theme.equals("Dark") ? "dark" : "light";
            try (var browser = JENKINS.browser("qa")) {
                ApprovalPage.open(browser, pushed.url())
                        .screenshot(Path.of("target", "acceptance", "approval-" + name + ".png"));
                browser.awaitText("Change the title to Window display");
                assertEquals(name.equals("dark"), browser.isDark(), "the approval page follows the theme " + name);
                var board = BoardPage.open(browser, JENKINS.as("qa").page("branch-gate/"));
                board.screenshot(Path.of("target", "acceptance", "board-" + name + ".png"));
                assertEquals(name.equals("dark"), browser.isDark(), "the board follows the theme " + name);
                assertTrue(browser.text().contains(pushed.commit().substring(0, 12)), browser.text());
                int questions = board.questions();
                assertTrue(questions > 0, browser.text());
                if (name.equals("dark")) {
                    var answer = JENKINS.as("qa").post(pushed.path() + "approve", Map.of());
                    assertTrue(answer.statusCode() < 400, JenkinsApi.words(answer));
                    Await.that(
                            "the board noticing the decision by itself",
                            () -> board.questions() == questions - 1,
                            browser::text);
                }
                assertEquals(List.of(), browser.consoleErrors());
            }
        }
        assertEquals("SUCCESS", pushed.build().awaitResult(), pushed.build().log());
    }

    @Test
    @Order(6)
    void whatAContainerWritesAppearsOnTheDeploymentsPageByItself() throws Exception {
        try (var browser = JENKINS.browser("dev")) {
            for (String theme : List.of("Dark", "NoOp")) {
                useTheme(theme);
                BoardPage.open(browser, JENKINS.as("dev").page(MASTER + "branch-gate/"));
                browser.clickable(By.linkText("record and logs")).click();
                browser.awaitText("Containers and what they write");
                DeployedSite.page(JENKINS.port("shop-production"), "/asked-for-with-" + theme);
                browser.awaitText("/asked-for-with-" + theme);
                String name = theme.equals("Dark") ? "dark" : "light";
                assertEquals(name.equals("dark"), browser.isDark(), "the page follows the theme " + name);
                for (int width : List.of(1280, 360)) {
                    browser.resize(width, 900);
                    browser.screenshot(Path.of("target", "acceptance", "deployment-" + name + "-" + width + ".png"));
                    assertTrue(browser.fits(), "the page fits into " + width + " pixels");
                }
                browser.resize(1280, 900);
            }
            assertEquals(List.of(), browser.consoleErrors());
        }
        try (var browser = JENKINS.browser("qa")) {
            BoardPage.open(browser, JENKINS.as("qa").page(MASTER + "branch-gate/"));
            browser.clickable(By.linkText("record and logs")).click();
            browser.awaitText("takes the permission Branch Gate/Logs");
        }
    }

    @Test
    @Order(7)
    void productionIsScaledOnTheBoardAndByAStep() throws Exception {
        try (var browser = JENKINS.browser("dev")) {
            for (String theme : List.of("Dark", "NoOp")) {
                useTheme(theme);
                String name = theme.equals("Dark") ? "dark" : "light";
                var board = BoardPage.open(browser, JENKINS.as("dev").page(MASTER + "branch-gate/"));
                for (int width : List.of(1280, 360)) {
                    browser.resize(width, 900);
                    board.screenshot(Path.of("target", "acceptance", "scale-" + name + "-" + width + ".png"));
                    assertTrue(browser.fits(), "the board fits into " + width + " pixels");
                }
                browser.resize(1280, 900);
            }
            var replicas = browser.clickable(By.cssSelector("form[action$='/scale'] input[type=number]"));
            replicas.clear();
            replicas.sendKeys("2");
            browser.clickable(By.xpath("//button[normalize-space()='Scale']")).click();
            Await.that("two containers", () -> site.images("production").size() == 2, () -> ledger.entries(
                            "deployment-failed")
                    .toString());
            browser.awaitText("2 containers answer");
            assertEquals(List.of(), browser.consoleErrors());
        }
        var build = JENKINS.pipeline(
                "scale", "dev", "scaleDeployment environment: 'production', replicas: 1, url: '" + remote.url() + "'");
        assertEquals("SUCCESS", build.awaitResult(), build.log());
        assertEquals(1, site.images("production").size());
    }

    @Test
    @Order(8)
    void aRollbackRunsTheTestedImageAndBuildsNothingInItsPlace() throws Exception {
        String newer = DeployedSite.page(JENKINS.port("shop-production"));
        String step = "rollbackDeployment environment: 'production', url: '" + remote.url() + "'";
        var back = JENKINS.pipeline("back", "admin", step);
        assertEquals("SUCCESS", back.awaitResult(), back.log());
        String older = DeployedSite.page(JENKINS.port("shop-production"));
        assertNotEquals(newer, older);

        site.forgetOldImages();
        var build = JENKINS.pipeline("further-back", "admin", step + ", to: '" + start.substring(0, 12) + "'");

        assertEquals("FAILURE", build.awaitResult(), build.log());
        assertTrue(build.log().contains("so nothing was built"), build.log());
        assertEquals(older, DeployedSite.page(JENKINS.port("shop-production")));
    }

    @Test
    @Order(9)
    void anAbortSaysInOneSentenceWhatItLeft() throws Exception {
        var build = JENKINS.pipeline(
                "slow",
                "dev",
                "node('qa') { deployBranch environment: 'trial', gate: 'open', branch: 'developer', url: '%s', port: %d, health: '/nothing', healthTimeout: 600, credentialsId: 'site-git' }"
                        .formatted(remote.url(), LocalJenkins.freePort()));
        Await.that("the health check", () -> build.log().contains("START took"), build::log);
        var stopped = JENKINS.as("dev").post("job/slow/1/stop", Map.of());
        assertTrue(stopped.statusCode() < 400, JenkinsApi.words(stopped));
        assertEquals("ABORTED", build.awaitResult(), build.log());
        assertTrue(build.log().contains("to trial was aborted in PROBE; nothing ran there before"), build.log());
        assertFalse(build.log().contains("\tat "), build.log());
    }

    @Test
    @Order(10)
    void everyButtonOfTheBoardCanBeSeen() throws Exception {
        try (var browser = JENKINS.browser("admin")) {
            for (String theme : List.of("Dark", "NoOp")) {
                useTheme(theme);
                BoardPage.open(browser, JENKINS.as("admin").page("branch-gate/"));
                for (int width : List.of(1280, 360)) {
                    browser.resize(width, 900);
                    assertEquals(List.of(), browser.unfoldAndFindHiddenButtons());
                    for (String label : List.of("Back to this", "Change", "Remove", "Scale")) {
                        assertTrue(browser.text().contains(label), label + " is on\n" + browser.text());
                    }
                    assertTrue(browser.fits(), "the board fits into " + width + " pixels");
                    String name = theme.equals("Dark") ? "dark" : "light";
                    browser.screenshotOfAll(
                            Path.of("target", "acceptance", "board-all-" + name + "-" + width + ".png"), width);
                }
                browser.resize(1280, 900);
            }
            BoardPage.open(browser, JENKINS.as("admin").page("branch-gate/"));
            browser.clickable(By.linkText("record and logs")).click();
            browser.visible(By.xpath("//button[starts-with(normalize-space(), 'Pin:')]"));
            assertEquals(List.of(), browser.unfoldAndFindHiddenButtons());
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    /** Gives all pages one of the theme manager's themes. */
    private static void useTheme(String theme) throws Exception {
        String type = theme.equals("Dark")
                ? "io.jenkins.plugins.darktheme.DarkThemeManagerFactory"
                : "io.jenkins.plugins.thememanager.none.NoOpThemeManagerFactory";
        var answer = JENKINS.as("admin")
                .post(
                        "scriptText",
                        Map.of(
                                "script",
                                "io.jenkins.plugins.thememanager.ThemeManagerPageDecorator.get().setTheme(new " + type
                                        + "()); println 'themed'"));
        assertTrue(answer.body().contains("themed"), answer.body());
    }
}
