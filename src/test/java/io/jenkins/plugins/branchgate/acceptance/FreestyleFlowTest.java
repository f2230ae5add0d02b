package io.jenkins.plugins.branchgate.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main job by the three freestyle jobs of docs/examples, built on an agent. */
@Tag("jenkins")
class FreestyleFlowTest {
    private static final String TEST_SITE = "job/test-site/";
    private static final String MERGER = "job/branch-merger/";
    private static final String PRODUCTION_SITE = "job/production-site/";

    @RegisterExtension
    static final JenkinsExtension JENKINS = new JenkinsExtension();

    @Test
    void threeJobsBringAChangeFromDeveloperToProduction() throws Exception {
        try (var mails = new MailServer()) {
            bringAChange(mails);
        }
    }

    private static void bringAChange(MailServer mails) throws Exception {
        var dev = JENKINS.as("dev");
        var remote = JENKINS.controller().blog();
        var site = DeployedSite.of(remote);
        var ledger = LedgerFile.of(JENKINS.controller().jenkins(), site);
        var first = BuildPage.next(dev, PRODUCTION_SITE, 0);
        assertEquals("SUCCESS", first.awaitResult(), first.log());
        BuildPage.next(dev, TEST_SITE, 0).awaitResult();
        DeployedSite.awaitPage(JENKINS.port("blog-production"), "<h1>Blog</h1>");
        String before = remote.tip("master");
        mailTo(mails, "qa@example.org");
        int tested = BuildPage.newest(dev, TEST_SITE);
        int produced = BuildPage.newest(dev, PRODUCTION_SITE);

        String commit = remote.push(Map.of("index.html", DemoController.page("First post")), "Write the first post");
        var test = BuildPage.next(dev, TEST_SITE, tested);
        assertEquals("SUCCESS", test.awaitResult(), test.log());
        assertEquals("qa", dev.json(test.path(), "builtOn").path("builtOn").asText());
        DeployedSite.awaitPage(JENKINS.port("blog-qa"), "<h1>First post</h1>");
        assertTrue(DeployedSite.page(JENKINS.port("blog-production")).contains("<h1>Blog</h1>"));
        String approval = Await.value("an approval of " + commit, () -> ledger.approvalOf(commit), test::log);
        var merger = new BuildPage(dev, MERGER + BuildPage.newest(dev, MERGER) + "/");
        assertEquals("SUCCESS", merger.awaitResult(), merger.log());
        String link = JENKINS.controller().jenkins().url() + merger.path() + "qa-approval/" + approval;
        var mail = Await.value(
                "a mail that links " + link, () -> mailThatLinks(mails, link), () -> "received: " + mails.received());
        assertEquals(List.of("qa@example.org"), mail.recipients());
        assertTrue(mail.text().contains("Subject: [Branch Gate] "), mail.text());

        var answer = JENKINS.as("qa").post(merger.path() + "qa-approval/" + approval + "/approve", Map.of());

        assertTrue(answer.statusCode() < 400, JenkinsApi.words(answer));
        var production = BuildPage.next(dev, PRODUCTION_SITE, produced);
        assertEquals("SUCCESS", production.awaitResult(), production.log());
        assertEquals(List.of(before, commit), remote.parents(remote.tip("master")));
        DeployedSite.awaitPage(JENKINS.port("blog-production"), "<h1>First post</h1>");
        assertEquals(site.images("qa"), site.images("production"));
    }

    /** What an administrator would fill in, the mailer plugin's server and the recipients. */
    private static void mailTo(MailServer server, String recipient) throws Exception {
        var answer = JENKINS.as("admin").post("scriptText", Map.of("script", """
                                def mailer = hudson.tasks.Mailer.descriptor()
                                mailer.smtpHost = '127.0.0.1'
                                mailer.smtpPort = '%d'
                                def room = 'io.jenkins.plugins.branchgate.jenkins'
                                def loader = jenkins.model.Jenkins.get().pluginManager.uberClassLoader
                                def email = loader.loadClass(room + '.notify.EmailChannel').newInstance()
                                email.recipients = '%s'
                                loader.loadClass(room + '.config.BranchGateConfiguration').get().notifications = [email]
                                println 'configured'
                                return
                                """.formatted(server.port(), recipient)));
        assertEquals(200, answer.statusCode(), JenkinsApi.words(answer));
        assertEquals("configured", answer.body().strip());
    }

    private static Optional<MailServer.Mail> mailThatLinks(MailServer server, String link) {
        return server.received().stream()
                .filter(mail -> mail.text().replace("=\n", "").contains(link))
                .findFirst();
    }
}
