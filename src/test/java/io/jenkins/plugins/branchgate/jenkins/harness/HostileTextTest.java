package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whatever people write, in Git or in Jenkins, is shown as the text it is. */
@WithJenkins
class HostileTextTest {
    /** Ends elements and attributes, and would call a function that no page has. */
    private static final String HOSTILE =
            "</p></pre></textarea><script>pwned()</script><img src=x onerror=pwned()>\"'&amp;";

    /** As far as a file's name may go. */
    private static final String FILE = "<script>pwned()<img src=x onerror=pwned()>\"'&amp;.html";

    private static final String BRANCH = "feature/a+b#c@d=e,f";

    @TempDir
    private Path folder;

    @Test
    void pagesShowItAsText(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        User.getById(Staff.APPROVER, true).setFullName("quinn " + HOSTILE);
        User.getById(Staff.READER, true).setFullName("rita " + HOSTILE);
        var site = Site.in(folder);
        site.remote().git("checkout", "-q", "-B", BRANCH);
        site.remote().write(FILE, HOSTILE + "\n");
        site.remote().git("config", "user.name", HOSTILE);
        site.remote().commitAndPush("developer", "Subject " + HOSTILE);
        site.remote().git("push", "-q", "origin", "HEAD:refs/heads/" + BRANCH);
        site.seemsToRunInQa();
        var pipelines = new Pipelines(jenkins);
        // Groovy's own quoting; none of it is the plugin's.
        String text = "'''" + HOSTILE.replace("'", "\\'") + "'''";
        var build = pipelines.start(
                "shop",
                "qaApproval from: '" + BRANCH + "', into: 'master', url: '" + site.url() + "', message: " + text
                        + ", checks: " + text + ", approvers: " + text + " + ',quinn'");
        var asked = Asked.awaitBy(build, site, jenkins);

        try (var quinn = Visitor.of(jenkins, Staff.APPROVER);
                var rita = Visitor.of(jenkins, Staff.READER)) {
            assertEquals(
                    403, rita.post(asked.page() + "reject", "comment", HOSTILE).getStatusCode());
            var pending = quinn.page(asked.page());
            assertHarmless(pending);
            for (var words : List.of("Subject " + HOSTILE, FILE, BRANCH, "+" + HOSTILE, "rita " + HOSTILE)) {
                assertShown(words, pending);
            }
            assertHarmless(quinn.page(build.getUrl()));
            var waiting = quinn.page("branch-gate/");
            assertHarmless(waiting);
            assertShown(BRANCH, waiting);

            var done = quinn.post(asked.page() + "reject", "comment", "Because " + HOSTILE);
            assertEquals(200, done.getStatusCode());
            jenkins.waitForCompletion(build);
            var rejected = quinn.page(asked.page());
            assertHarmless(rejected);
            assertShown("Because " + HOSTILE, rejected);
            var buildPage = quinn.page(build.getUrl());
            assertHarmless(buildPage);
            assertShown("Because " + HOSTILE, buildPage);
            var decided = quinn.page("branch-gate/");
            assertHarmless(decided);
            assertShown("Because " + HOSTILE, decided);
            assertHarmless(quinn.page(build.getUrl() + "console"));
            assertHarmless(quinn.page("branch-gate/?q=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8)));
        }
    }

    private static void assertShown(String words, HtmlPage page) {
        String text = page.getDocumentElement().getTextContent();
        assertTrue(text.contains(words), words + " is not shown on " + page.getUrl() + ": " + text);
    }

    /** No element came out of the hostile text. */
    private static void assertHarmless(HtmlPage page) {
        assertEquals(List.of(), page.getByXPath("//script[contains(., 'pwned')]"), page.getUrl() + " has its script");
        assertEquals(List.of(), page.getByXPath("//img[@src='x']"), page.getUrl() + " has its image");
        assertEquals(List.of(), page.getByXPath("//*[@onerror]"), page.getUrl() + " has its attribute");
    }
}
