package io.jenkins.plugins.branchgate.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.openqa.selenium.By;

/** The board, as a QA person sees it. */
record BoardPage(Browser browser) {
    private static final By APPROVE = By.xpath("//form//button[normalize-space()='Approve']");

    /** Opens it and waits until it shows the environments. */
    static BoardPage open(Browser browser, URI url) {
        browser.open(url);
        browser.awaitText("Environments");
        return new BoardPage(browser);
    }

    /** How many decisions it offers, folded away or not. */
    int questions() {
        return browser.all(APPROVE).size();
    }

    void screenshot(Path file) throws IOException {
        browser.screenshot(file);
    }
}
