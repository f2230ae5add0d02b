package io.jenkins.plugins.branchgate.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The main job by the three freestyle jobs of docs/examples, built on an agent, from where alone the Docker engine is
 * reached.
 */
@Tag("jenkins")
class FreestyleFlowTest {
    private static final String TEST_SITE = "job/test-site/";
    private static final String MERGER = "job/branch-merger/";
    private static final String PRODUCTION_SITE = "job/production-site/";

    @RegisterExtension
    static final JenkinsExtension JENKINS = JenkinsExtension.onAgent();

    @Test
    void threeJobsBringAChangeFromDeveloperToProduction() throws Exception {
        var dev = JENKINS.as("dev");
        var remote = JENKINS.controller().blog();
        var site = DeployedSite.of(remote);
        var ledger = LedgerFile.of(JENKINS.controller().jenkins(), site);
        var first = BuildPage.next(dev, PRODUCTION_SITE, 0);
        assertEquals("SUCCESS", first.awaitResult(), first.log());
        BuildPage.next(dev, TEST_SITE, 0).awaitResult();
        DeployedSite.awaitPage(JENKINS.port("blog-production"), "<h1>Blog</h1>");
        String before = remote.tip("master");
        int tested = BuildPage.newest(dev, TEST_SITE);
        int produced = BuildPage.newest(dev, PRODUCTION_SITE);

        String commit = remote.push(Map.of("index.html", DemoController.page("First post")), "Write the first post");
        var test = BuildPage.next(dev, TEST_SITE, tested);
        assertEquals("SUCCESS", test.awaitResult(), test.log());
        assertEquals(
                InboundAgent.NAME,
                dev.json(test.path(), "builtOn").path("builtOn").asText());
        DeployedSite.awaitPage(JENKINS.port("blog-qa"), "<h1>First post</h1>");
        assertTrue(DeployedSite.page(JENKINS.port("blog-production")).contains("<h1>Blog</h1>"));
        String approval = Await.value("an approval of " + commit, () -> ledger.approvalOf(commit), test::log);
        var merger = new BuildPage(dev, MERGER + BuildPage.newest(dev, MERGER) + "/");
        assertEquals("SUCCESS", merger.awaitResult(), merger.log());

        var answer = JENKINS.as("qa").post(merger.path() + "qa-approval/" + approval + "/approve", Map.of());

        assertTrue(answer.statusCode() < 400, JenkinsApi.words(answer));
        var production = BuildPage.next(dev, PRODUCTION_SITE, produced);
        assertEquals("SUCCESS", production.awaitResult(), production.log());
        assertEquals(List.of(before, commit), remote.parents(remote.tip("master")));
        DeployedSite.awaitPage(JENKINS.port("blog-production"), "<h1>First post</h1>");
        assertEquals(site.images("qa"), site.images("production"));
    }
}
