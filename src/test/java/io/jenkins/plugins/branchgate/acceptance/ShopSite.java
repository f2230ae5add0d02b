package io.jenkins.plugins.branchgate.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;

/**
 * The site {@code shop} of a running {@link DemoController}, deployed by its Jenkinsfile.
 *
 * @param remote its repository
 * @param deployed what its visitors and its engine see
 * @param ledger its journal
 */
record ShopSite(JenkinsExtension jenkins, SiteRemote remote, DeployedSite deployed, LedgerFile ledger) {
    static final String DEVELOPER = "job/shop/job/developer/";
    static final String MASTER = "job/shop/job/master/";

    /** The site, once both of its branches were built for the first time. */
    static ShopSite of(JenkinsExtension jenkins) throws Exception {
        var remote = jenkins.controller().shop();
        var deployed = DeployedSite.of(remote);
        var ledger = LedgerFile.of(jenkins.controller().jenkins(), deployed);
        var master = BuildPage.next(jenkins.as("dev"), MASTER, 0);
        assertEquals("SUCCESS", master.awaitResult(), master.log());
        BuildPage.next(jenkins.as("dev"), DEVELOPER, 0);
        DeployedSite.awaitPage(jenkins.port("shop-qa"), "<h1>Shop</h1>");
        DeployedSite.awaitPage(jenkins.port("shop-production"), "<h1>Shop</h1>");
        return new ShopSite(jenkins, remote, deployed, ledger);
    }

    /** A commit that waits for a decision. */
    record Pushed(BuildPage build, String commit, String approval) {
        String path() {
            return build.path() + "qa-approval/" + approval + "/";
        }

        URI url() {
            return build.api().page(path());
        }
    }

    /** Pushes a new front page to developer and waits until QA shows it and a decision is asked for. */
    Pushed push(String title) throws Exception {
        var pushed = push(Map.of("index.html", DemoController.page(title)), "Change the title to " + title);
        DeployedSite.awaitPage(jenkins.port("shop-qa"), "<h1>" + title + "</h1>");
        return pushed;
    }

    /** Pushes files to developer and waits until a decision is asked for. */
    Pushed push(Map<String, String> files, String message) throws Exception {
        int last = BuildPage.newest(jenkins.as("dev"), DEVELOPER);
        String commit = remote.push(files, message);
        var build = BuildPage.next(jenkins.as("dev"), DEVELOPER, last);
        String approval = Await.value("an approval of " + commit, () -> ledger.approvalOf(commit), build::log);
        return new Pushed(build, commit, approval);
    }

    /** Brings a new front page the whole way: QA, decision, production. */
    Pushed approve(String title) throws Exception {
        var pushed = push(title);
        var answer = jenkins.as("qa").post(pushed.path() + "approve", Map.of());
        assertTrue(answer.statusCode() < 400, JenkinsApi.words(answer));
        assertEquals("SUCCESS", pushed.build().awaitResult(), pushed.build().log());
        DeployedSite.awaitPage(jenkins.port("shop-production"), "<h1>" + title + "</h1>");
        return pushed;
    }

    /** What the board says of production and does not change by itself. */
    String productionOnTheBoard() throws Exception {
        var board = jenkins.as("qa").json("branch-gate/", "environments");
        for (var environment : board.path("environments")) {
            if (environment.path("name").asText().equals("production")
                    && environment.path("site").asText().equals(deployed.id().value())) {
                String runs = environment.path("current").path("digest").asText();
                return ((ObjectNode) environment).retain("branch", "gate", "port", "url", "owner") + " runs " + runs;
            }
        }
        throw new AssertionError("the board has no production: " + board);
    }
}
