package io.jenkins.plugins.branchgate.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who writes the Jenkinsfile, pushes, and builds jobs of their own tries to bring what nobody approved to
 * production, on a controller as docs/examples/jenkins.yaml sets it up. One build makes many attempts and says of each how
 * it was refused; the tests then look at what it says, and at what became of production.
 */
@Tag("jenkins")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileJenkinsfileTest {
    private static final String EVIL = "Evil";

    @RegisterExtension
    static final JenkinsExtension JENKINS = new JenkinsExtension();

    @TempDir
    static Path folder;

    private static SiteRemote remote;
    private static ShopSite shop;
    private static FakeEngine fake;
    private static Path hookRan;
    private static String oldCommit;
    private static String approvedCommit;
    private static String boardBefore;
    private static Attempts attempts;
    private static Attempts ownJob;

    @BeforeAll
    static void approveAndTry() throws Exception {
        shop = ShopSite.of(JENKINS);
        remote = shop.remote();
        fake = new FakeEngine(DeployedSite.docker("info", "--format", "{{.ID}}").get(0));
        oldCommit = remote.tip("master");
        approvedCommit = shop.approve("Approved").commit();
        boardBefore = shop.productionOnTheBoard();
        attempts = hostileBuild();
        ownJob = buildOfOnesOwn();
    }

    @AfterEach
    void productionServesWhatWasApproved() throws Exception {
        String page = DeployedSite.page(JENKINS.port("shop-production"));
        assertTrue(page.contains("<h1>Approved</h1>"), page);
    }

    @AfterAll
    static void close() {
        fake.close();
    }

    @Test
    @Order(1)
    void aStepSaysNoOtherPortBranchOrGateOfProduction() throws Exception {
        attempts.refused("another port", "The step says port 9999 instead of " + JENKINS.port("shop-production"));
        attempts.refused("another branch and an open gate", "branch evil instead of master");
    }

    @Test
    @Order(2)
    void anotherEnvironmentDoesNotTakeProductionsAddress() throws Exception {
        String port = String.valueOf(JENKINS.port("shop-production"));
        attempts.refused("a shadow on the agent's engine", port);
        attempts.refused("a shadow on production's target", port);
        assertEquals(List.of(), shop.deployed().images("shadow"));
    }

    @Test
    @Order(3)
    void aRefusedStepLeavesBoardLogsAndEngineAsTheyWere() throws Exception {
        attempts.refused("another engine", "Environment production runs on target production-engine");
        attempts.refused("another address", "siteUrl https://evil.example/ instead of http://127.0.0.1");
        assertFalse(Files.readString(shop.ledger().file()).contains("evil.example"));
        assertEquals(boardBefore, shop.productionOnTheBoard());
    }

    @Test
    @Order(4)
    void anEngineThatSaysItIsProductionsIsNotBelieved() throws Exception {
        attempts.refused("an engine of one's own outside a node", "Outside a node block only targets");
        attempts.refused("another engine outside a node", "Environment production runs on");
        attempts.refused("a shadow on an engine that lies", String.valueOf(JENKINS.port("shop-production")));
        assertTrue(fake.asked().stream().allMatch(each -> each.startsWith("GET ")), fake.asked()::toString);
    }

    @Test
    @Order(5)
    void neitherScalingNorGoingBackNeedsLessThanItsPermission() throws Exception {
        attempts.refused("32 containers", "The step says replicas 32 instead of 1");
        attempts.refused("an older approved commit", "so it may not roll back production");
        assertEquals(1, shop.deployed().images("production").size());
    }

    @Test
    @Order(6)
    void aRepositoryOnTheControllersDiskIsRefusedAndNoHookRuns() throws Exception {
        attempts.refused("a path on the controller", "repository address");
        attempts.refused("a file URL", "repository address");
        attempts.refused("an approval at a path on the controller", "repository address");
        assertFalse(Files.exists(hookRan));
    }

    @Test
    @Order(7)
    void noJobReadsTheCredentialThatPushes() throws Exception {
        attempts.refused("the credential that pushes, in a script", "site-push");
        attempts.refused("the credential that pushes, in a step", "can see no user and password");
        attempts.refused("a push to master with the credential that reads", "");
        assertEquals(approvedCommit, remote.parents(remote.tip("master")).get(1));
        assertThrows(IOException.class, () -> remote.push("origin", "master", evil(""), "Just this once", "master"));
    }

    @Test
    @Order(7)
    void noBuildRunsBesideProductionsEngine() throws Exception {
        var build = JENKINS.pipeline("beside", "dev", "node('production') { sh 'docker ps' }");

        Await.that(
                "the build waiting for an agent that takes none",
                () -> JENKINS.as("admin").get("queue/api/json").body().contains("No build runs on this agent"),
                () -> JENKINS.as("admin").get("queue/api/json").body() + build.log());
        JENKINS.as("dev").post(build.path() + "stop", Map.of());

        assertEquals("ABORTED", build.awaitResult(), build.log());
        assertFalse(build.log().contains("docker ps"), build.log());
    }

    @Test
    @Order(8)
    void aJobOfOnesOwnNeitherDeploysToProductionNorAsksForIt() throws Exception {
        ownJob.refused("a known commit", "Environment production is configured by an administrator for shop");
        ownJob.refused("an approval", "Branch master is what environment production follows");
        ownJob.refused("another spelling", "Environment production is configured by an administrator for shop");
    }

    @Test
    @Order(9)
    void aJobMadeAnewUnderADeletedJobsNameInheritsNothing() throws Exception {
        String script = "node('qa') { deployBranch environment: 'stall', gate: 'open', branch: 'developer', watch: 0,"
                + " port: " + LocalJenkins.freePort() + ", url: '" + remote.url() + "', credentialsId: 'site-git' }";
        var first = JENKINS.pipeline("stall", "dev", script);
        assertEquals("SUCCESS", first.awaitResult(), first.log());
        var deleted = JENKINS.as("admin").post("job/stall/doDelete", Map.of());
        assertTrue(deleted.statusCode() < 400, JenkinsApi.words(deleted));

        var second = JENKINS.pipeline("stall", "dev", script);

        assertEquals("FAILURE", second.awaitResult(), second.log());
        assertTrue(second.log().contains("belonged to a job that was deleted"), second.log());
    }

    @Test
    @Order(10)
    void aStepWeakerThanThePolicyAsksForWhatThePolicyWants() throws Exception {
        policy("[testedIn: 'qa', quorum: 2, checks: 'Looked at on a phone', retest: 'always', expiresInHours: 72]");
        var asked = shop.push(evil(Attempts.jenkinsfile("weak-approval", Map.of())), "Ask for little");

        new Attempts(asked.build().log()).refused("tested elsewhere", "environment to approve in");
        var terms = shop.ledger().entries("approval-opened").stream()
                .map(entry -> entry.path("approval"))
                .filter(each -> each.path("id").asText().equals(asked.approval()))
                .findFirst()
                .orElseThrow()
                .path("terms");
        assertEquals(2, terms.path("approvers").path("quorum").asInt(), terms::toString);
        assertFalse(terms.path("approvers").path("selfApproval").asBoolean(), terms::toString);
        assertEquals("ALWAYS", terms.path("retest").asText(), terms::toString);
        assertEquals("Looked at on a phone", terms.path("checks").path(0).asText(), terms::toString);
        var alone = JENKINS.as("qa").post(asked.path() + "approve", Map.of("ticked", "Looked at on a phone"));
        assertTrue(alone.statusCode() < 400, JenkinsApi.words(alone));
        assertEquals(List.of(), shop.ledger().states(asked.approval()));
        var rejected = JENKINS.as("qa").post(asked.path() + "reject", Map.of("comment", "Only a try"));
        assertTrue(rejected.statusCode() < 400, JenkinsApi.words(rejected));
        assertEquals("ABORTED", asked.build().awaitResult(), asked.build().log());
        policy("[testedIn: 'qa']");
    }

    @Test
    @Order(11)
    void aPullRequestsJenkinsfileChangesNothingOfProduction() throws Exception {
        String config = JENKINS.as("admin").get("job/shop/config.xml").body();
        var widened = JENKINS.as("admin")
                .postXml("job/shop/config.xml", config.replace("developer master", "developer master pr-*"));
        assertEquals(200, widened.statusCode(), JenkinsApi.words(widened));
        remote.push("origin", "master", evil(Attempts.jenkinsfile("pull-request", Map.of())), "A small fix", "pr-1");

        var build = BuildPage.next(JENKINS.as("dev"), "job/shop/job/pr-1/", 0);

        assertEquals("SUCCESS", build.awaitResult(), build.log());
        var pullRequest = new Attempts(build.log());
        pullRequest.refused("production", "branch pr-1 instead of master");
        pullRequest.refused("qa", "branch pr-1 instead of developer");
        pullRequest.refused("an approval of what was not tested", "is not in branch pr-1");
    }

    @Test
    @Order(12)
    void whatWasPushedStraightToMasterDoesNotRideAlongWithAnApproval() throws Exception {
        int last = BuildPage.newest(JENKINS.as("dev"), ShopSite.MASTER);
        String pushed = remote.push(
                SiteRemote.as(JENKINS.controller().pusher(), remote.url()),
                "master",
                Map.of("evil.html", DemoController.page(EVIL)),
                "Only a small thing",
                "master");
        var refusedBuild = BuildPage.next(JENKINS.as("dev"), ShopSite.MASTER, last);
        assertEquals("FAILURE", refusedBuild.awaitResult(), refusedBuild.log());
        var asked = shop.push(
                Map.of("index.html", DemoController.page("Normal"), "Jenkinsfile", DemoController.jenkinsfile()),
                "A normal change");

        try (var browser = JENKINS.browser("qa")) {
            browser.open(asked.url());
            browser.awaitText("Only a small thing");
            browser.awaitText("This cannot be approved as it is.");
            browser.screenshot(Path.of("target", "acceptance", "untested-commit.png"));
        }
        var answer = JENKINS.as("qa").post(asked.path() + "approve", Map.of());

        assertEquals(409, answer.statusCode(), JenkinsApi.words(answer));
        assertEquals(List.of(), shop.ledger().states(asked.approval()));
        assertEquals(pushed, remote.tip("master"));
        assertFalse(
                DeployedSite.page(JENKINS.port("shop-production"), "/evil.html").contains(EVIL));
    }

    /** One build of developer that tries everything. */
    private static Attempts hostileBuild() throws Exception {
        hookRan = folder.resolve("hook-ran");
        Path local = remote.copyWithHooks(folder.resolve("local.git"), "touch " + hookRan);
        Map<String, String> values = Map.of(
                "production", String.valueOf(JENKINS.port("shop-production")),
                "free", String.valueOf(LocalJenkins.freePort()),
                "fake", fake.address(),
                "local", local.toString(),
                "url", remote.url(),
                "old", oldCommit);
        int last = BuildPage.newest(JENKINS.as("dev"), ShopSite.DEVELOPER);
        remote.push(
                "origin",
                "developer",
                evil(Attempts.jenkinsfile("hostile", values)),
                "Nothing to see here",
                "evil",
                "developer");
        var build = BuildPage.next(JENKINS.as("dev"), ShopSite.DEVELOPER, last);
        build.awaitResult();
        return new Attempts(build.log());
    }

    private static Attempts buildOfOnesOwn() throws Exception {
        Map<String, String> values =
                Map.of("url", remote.url(), "spelling", remote.url().replace(".git", "/"));
        var build = JENKINS.pipeline("mine", "dev", Attempts.jenkinsfile("own-job", values));
        build.awaitResult();
        return new Attempts(build.log());
    }

    private static Map<String, String> evil(String jenkinsfile) {
        return Map.of("index.html", DemoController.page(EVIL), "Jenkinsfile", jenkinsfile);
    }

    /** What an administrator would fill in as the policy for approvals. */
    private static void policy(String values) throws Exception {
        String printed = JENKINS.script("""
                def loader = jenkins.model.Jenkins.get().pluginManager.uberClassLoader
                def room = 'io.jenkins.plugins.branchgate.jenkins.config'
                def policy = loader.loadClass(room + '.ApprovalPolicy').newInstance()
                %s.each { name, value -> policy[name] = value }
                loader.loadClass(room + '.BranchGateConfiguration').get().policy = policy
                println 'configured'
                """.formatted(values));
        assertEquals("configured", printed.strip());
    }
}
