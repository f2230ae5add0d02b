package io.jenkins.plugins.branchgate.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.openqa.selenium.By;

/** The page of one approval, as a QA person uses it. */
record ApprovalPage(Browser browser) {

    /** Opens it and waits until a decision can be made. */
    static ApprovalPage open(Browser browser, URI url) {
        browser.open(url);
        browser.clickable(button("Approve"));
        return new ApprovalPage(browser);
    }

    /** Clicks Approve, with a comment. */
    void approve(String comment) {
        browser.visible(By.name("comment")).sendKeys(comment);
        browser.clickable(button("Approve")).click();
    }

    /** Clicks Reject, with a reason. */
    void reject(String reason) {
        browser.visible(By.name("comment")).sendKeys(reason);
        browser.clickable(button("Reject")).click();
    }

    void screenshot(Path file) throws IOException {
        browser.screenshot(file);
    }

    private static By button(String label) {
        return By.xpath("//button[normalize-space()='" + label + "']");
    }
}
