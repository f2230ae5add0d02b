package io.jenkins.plugins.branchgate.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
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
    private static final String DEVELOPER = "job/shop/job/developer/";
    private static final String MASTER = "job/shop/job/master/";
    private static final String APPROVED = "<h1>Approved</h1>";
    private static final String EVIL = "Evil";

    @RegisterExtension
    static final JenkinsExtension JENKINS = new JenkinsExtension();

    @TempDir
    static Path folder;

    private static SiteRemote remote;
    private static DeployedSite site;
    private static LedgerFile ledger;
    private static FakeEngine fake;
    private static Path hookRan;
    private static String oldCommit;
    private static String approvedCommit;
    private static String boardBefore;

    /** What the hostile Jenkinsfile of developer did. */
    private static String attempts;

    /** What a job of one's own did. */
    private static String ownJob;

    @BeforeAll
    static void productionServesWhatWasApproved() throws Exception {
        remote = JENKINS.controller().shop();
        site = DeployedSite.of(remote);
        ledger = LedgerFile.of(JENKINS.controller().jenkins(), site);
        fake = new FakeEngine(DeployedSite.docker("info", "--format", "{{.ID}}").get(0));
        oldCommit = remote.tip("master");
        assertEquals("SUCCESS", BuildPage.next(JENKINS.as("dev"), MASTER, 0).awaitResult());
        BuildPage.next(JENKINS.as("dev"), DEVELOPER, 0);
        approvedCommit = approve("Approved");
        boardBefore = production();
        attempts = hostileBuild();
        ownJob = buildOfOnesOwn();
    }

    @AfterAll
    static void close() {
        fake.close();
    }

    @Test
    @Order(1)
    void aStepSaysNoOtherPortBranchOrGateOfProduction() throws Exception {
        refused(attempts, "another port", "The step says port 9999 instead of " + JENKINS.port("shop-production"));
        refused(attempts, "another branch and an open gate", "branch evil instead of master");
        assertProductionAsApproved();
    }

    @Test
    @Order(2)
    void anotherEnvironmentDoesNotTakeProductionsAddress() throws Exception {
        String port = String.valueOf(JENKINS.port("shop-production"));
        refused(attempts, "a shadow on the agent's engine", port);
        refused(attempts, "a shadow on production's target", port);
        assertEquals(List.of(), site.images("shadow"));
        assertProductionAsApproved();
    }

    @Test
    @Order(3)
    void aRefusedStepLeavesBoardLogsAndEngineAsTheyWere() throws Exception {
        refused(attempts, "another engine and address", "siteUrl https://evil.example/ instead of none");
        refused(attempts, "another engine", "Environment production runs on target production-engine");
        refused(attempts, "another address", "siteUrl https://evil.example/ instead of none");
        assertFalse(Files.readString(ledger.file()).contains("evil.example"));
        assertEquals(boardBefore, production());
        assertProductionAsApproved();
    }

    @Test
    @Order(4)
    void anEngineThatSaysItIsProductionsIsNotBelieved() throws Exception {
        refused(attempts, "an engine of one's own outside a node", "Outside a node block only targets");
        refused(attempts, "an engine of one's own for production", "Environment production runs on");
        refused(attempts, "a shadow on an engine that lies", String.valueOf(JENKINS.port("shop-production")));
        assertTrue(fake.asked().stream().allMatch(each -> each.startsWith("GET ")), fake.asked()::toString);
        assertProductionAsApproved();
    }

    @Test
    @Order(5)
    void neitherScalingNorGoingBackNeedsLessThanItsPermission() throws Exception {
        refused(attempts, "32 containers", "The step says replicas 32 instead of 1");
        refused(attempts, "an older approved commit", "so it may not roll back production");
        assertEquals(1, site.images("production").size());
        assertProductionAsApproved();
    }

    @Test
    @Order(6)
    void aRepositoryOnTheControllersDiskIsRefusedAndNoHookRuns() throws Exception {
        refused(attempts, "a path on the controller", "repository address");
        refused(attempts, "a file URL", "repository address");
        refused(attempts, "an approval at a path on the controller", "repository address");
        assertFalse(Files.exists(hookRan));
    }

    @Test
    @Order(7)
    void noJobReadsTheCredentialThatPushes() throws Exception {
        refused(attempts, "the credential that pushes, in a script", "site-push");
        refused(attempts, "the credential that pushes, in a step", "can see no user and password");
        refused(attempts, "a push to master with the credential that reads", "");
        assertEquals(approvedCommit, remote.parents(remote.tip("master")).get(1));
        assertThrows(
                IOException.class,
                () -> remote.push(
                        "origin",
                        "master",
                        Map.of("index.html", DemoController.page(EVIL)),
                        "Just this once",
                        "master"));
        assertProductionAsApproved();
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
        refused(ownJob, "a known commit", "Environment production is configured by an administrator for shop");
        refused(ownJob, "an approval", "Branch master is what environment production follows");
        refused(ownJob, "another spelling", "Environment production is configured by an administrator for shop");
        assertProductionAsApproved();
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
        var configured = JENKINS.script("""
                def room = jenkins.model.Jenkins.get().pluginManager.uberClassLoader
                def configuration = room.loadClass('io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration').get()
                def policy = configuration.policy
                policy.quorum = 2
                policy.checks = 'Looked at on a phone'
                policy.retest = 'always'
                policy.expiresInHours = 72
                policy.approvers = 'qa, admin'
                configuration.policy = policy
                println 'configured'
                """);
        assertTrue(configured.contains("configured"), configured);
        int last = BuildPage.newest(JENKINS.as("dev"), DEVELOPER);
        var tries = new LinkedHashMap<String, String>();
        tries.put("tested elsewhere", "qaApproval from: 'developer', into: 'master', environment: 'stall'");
        String commit = remote.push(
                Map.of("index.html", DemoController.page("Weak"), "Jenkinsfile", jenkinsfile(tries) + """
                                node('qa') { deployBranch environment: 'qa' }
                                qaApproval from: 'developer', into: 'master', quorum: 1, approvers: 'dev', checks: '',
                                    allowSelfApproval: true, retest: 'never', expiresInHours: 1000
                                """),
                "Ask for little");
        var build = BuildPage.next(JENKINS.as("dev"), DEVELOPER, last);
        String approval = Await.value("an approval of " + commit, () -> ledger.approvalOf(commit), build::log);

        refused(build.log(), "tested elsewhere", "environment to approve in");
        var terms = ledger.entries("approval-opened").stream()
                .map(entry -> entry.path("approval"))
                .filter(each -> each.path("id").asText().equals(approval))
                .findFirst()
                .orElseThrow()
                .path("terms");
        assertEquals(2, terms.path("approvers").path("quorum").asInt(), terms::toString);
        assertFalse(terms.path("approvers").path("selfApproval").asBoolean(), terms::toString);
        assertEquals("ALWAYS", terms.path("retest").asText(), terms::toString);
        assertEquals("Looked at on a phone", terms.path("checks").path(0).asText(), terms::toString);
        assertTrue(build.log().contains("The policy for approvals is stricter than this step"), build.log());
        String page = build.path() + "qa-approval/" + approval + "/";
        var alone = JENKINS.as("qa").post(page + "approve", Map.of("ticked", "Looked at on a phone"));
        assertEquals(403, alone.statusCode(), JenkinsApi.words(alone));
        var rejected = JENKINS.as("admin").post(page + "reject", Map.of("comment", "no"));
        assertTrue(rejected.statusCode() < 400 || rejected.statusCode() == 403, JenkinsApi.words(rejected));
        JENKINS.as("dev").post(build.path() + "stop", Map.of());
        build.awaitResult();
        assertProductionAsApproved();
        JENKINS.script("""
                def room = jenkins.model.Jenkins.get().pluginManager.uberClassLoader
                room.loadClass('io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration').get().policy = null
                """);
    }

    @Test
    @Order(11)
    void aPullRequestsJenkinsfileChangesNothingOfProduction() throws Exception {
        String config = JENKINS.as("admin").get("job/shop/config.xml").body();
        var widened = JENKINS.as("admin")
                .postXml("job/shop/config.xml", config.replace("developer master", "developer master pr-*"));
        assertEquals(200, widened.statusCode(), JenkinsApi.words(widened));
        var tries = new LinkedHashMap<String, String>();
        tries.put("production", inNode("deployBranch environment: 'production', branch: 'pr-1', gate: 'open'"));
        tries.put("qa", inNode("deployBranch environment: 'qa', branch: 'pr-1'"));
        tries.put("approval", "qaApproval from: 'pr-1', into: 'master', allowSelfApproval: true");
        remote.push(
                "origin",
                "master",
                Map.of("index.html", DemoController.page(EVIL), "Jenkinsfile", jenkinsfile(tries)),
                "A small fix",
                "pr-1");

        var build = BuildPage.next(JENKINS.as("dev"), "job/shop/job/pr-1/", 0);

        assertEquals("SUCCESS", build.awaitResult(), build.log());
        refused(build.log(), "production", "branch pr-1 instead of master");
        refused(build.log(), "qa", "branch pr-1 instead of developer");
        refused(build.log(), "approval", "");
        assertProductionAsApproved();
    }

    @Test
    @Order(12)
    void whatWasPushedStraightToMasterDoesNotRideAlongWithAnApproval() throws Exception {
        int last = BuildPage.newest(JENKINS.as("dev"), MASTER);
        String pushed = remote.push(
                SiteRemote.as(JENKINS.controller().pusher(), remote.url()),
                "master",
                Map.of("evil.html", DemoController.page(EVIL)),
                "Only a small thing",
                "master");
        var refusedBuild = BuildPage.next(JENKINS.as("dev"), MASTER, last);
        assertEquals("FAILURE", refusedBuild.awaitResult(), refusedBuild.log());
        int before = BuildPage.newest(JENKINS.as("dev"), DEVELOPER);
        String commit = remote.push(
                Map.of("index.html", DemoController.page("Normal"), "Jenkinsfile", DemoController.jenkinsfile()),
                "A normal change");
        var build = BuildPage.next(JENKINS.as("dev"), DEVELOPER, before);
        String approval = Await.value("an approval of " + commit, () -> ledger.approvalOf(commit), build::log);
        String page = build.path() + "qa-approval/" + approval + "/";

        try (var browser = JENKINS.browser("qa")) {
            browser.open(JENKINS.as("qa").page(page));
            browser.awaitText("Only a small thing");
            browser.awaitText("This cannot be approved as it is.");
            browser.screenshot(Path.of("target", "acceptance", "untested-commit.png"));
        }
        var answer = JENKINS.as("qa").post(page + "approve", Map.of());

        assertEquals(409, answer.statusCode(), JenkinsApi.words(answer));
        assertEquals(List.of(), ledger.states(approval));
        assertEquals(pushed, remote.tip("master"));
        assertFalse(
                DeployedSite.page(JENKINS.port("shop-production"), "/evil.html").contains(EVIL));
        assertProductionAsApproved();
    }

    /** One build of developer that tries everything. */
    private static String hostileBuild() throws Exception {
        hookRan = folder.resolve("hook-ran");
        Path local = repositoryWithAHook();
        int production = JENKINS.port("shop-production");
        int free = LocalJenkins.freePort();
        String evil = ", gate: 'open', branch: 'evil', watch: 0";
        var tries = new LinkedHashMap<String, String>();
        tries.put("another port", inNode("deployBranch environment: 'production', port: 9999"));
        tries.put("another branch and an open gate", inNode("deployBranch environment: 'production'" + evil));
        tries.put(
                "a shadow on the agent's engine",
                inNode("deployBranch environment: 'shadow', port: " + production + evil));
        tries.put(
                "a shadow on production's target",
                "deployBranch environment: 'shadow', target: 'production-engine', port: " + production + evil);
        tries.put(
                "another engine and address",
                inNode("deployBranch environment: 'production', dockerHost: '" + fake.address()
                        + "', siteUrl: 'https://evil.example/'"));
        tries.put(
                "another engine",
                inNode("deployBranch environment: 'production', dockerHost: '" + fake.address() + "'"));
        tries.put(
                "another address", inNode("deployBranch environment: 'production', siteUrl: 'https://evil.example/'"));
        tries.put(
                "an engine of one's own outside a node",
                "deployBranch environment: 'elsewhere', port: " + free + evil + ", dockerHost: '" + fake.address()
                        + "'");
        tries.put(
                "an engine of one's own for production",
                "deployBranch environment: 'production', dockerHost: '" + fake.address() + "'");
        tries.put(
                "a shadow on an engine that lies",
                inNode("deployBranch environment: 'shadow', port: " + production + evil + ", dockerHost: '"
                        + fake.address() + "'"));
        tries.put("32 containers", inNode("deployBranch environment: 'production', replicas: 32"));
        String atPath = "deployBranch environment: 'local', gate: 'open', branch: 'master', port: " + free + ", url: ";
        tries.put("a path on the controller", inNode(atPath + "'" + local + "'"));
        tries.put("a file URL", inNode(atPath + "'file://" + local + "'"));
        tries.put(
                "an approval at a path on the controller",
                "qaApproval from: 'developer', into: 'master', url: '" + local + "'");
        tries.put(
                "the credential that pushes, in a script",
                inNode("withCredentials([usernamePassword(credentialsId: 'site-push', usernameVariable: 'WHO',"
                        + " passwordVariable: 'SECRET')]) { sh 'env' }"));
        tries.put(
                "the credential that pushes, in a step",
                inNode("deployBranch environment: 'production', credentialsId: 'site-push', url: '" + remote.url()
                        + "'"));
        tries.put(
                "a push to master with the credential that reads",
                inNode("checkout scm; withCredentials([usernamePassword(credentialsId: 'site-git', usernameVariable:"
                        + " 'WHO', passwordVariable: 'SECRET')]) { sh 'git push "
                        + remote.url().replace("://", "://$WHO:$SECRET@") + " HEAD:refs/heads/master' }"));
        tries.put(
                "an older approved commit",
                inNode("checkout scmGit(branches: [[name: '" + oldCommit + "']], userRemoteConfigs: [[url: '"
                        + remote.url() + "', credentialsId: 'site-git']]);"
                        + " deployBranch environment: 'production', url: '" + remote.url() + "'"));
        int last = BuildPage.newest(JENKINS.as("dev"), DEVELOPER);
        remote.push(
                "origin",
                "developer",
                Map.of("index.html", DemoController.page(EVIL), "Jenkinsfile", jenkinsfile(tries)),
                "Nothing to see here",
                "evil",
                "developer");
        var build = BuildPage.next(JENKINS.as("dev"), DEVELOPER, last);
        build.awaitResult();
        return build.log();
    }

    private static String buildOfOnesOwn() throws Exception {
        String url = ", credentialsId: 'site-git', url: '" + remote.url() + "'";
        var tries = new LinkedHashMap<String, String>();
        tries.put("a known commit", inNode("deployBranch environment: 'production'" + url));
        tries.put("another spelling", inNode("deployBranch environment: 'production'" + url.replace(".git'", "/'")));
        tries.put("an approval", "qaApproval from: 'developer', into: 'master', allowSelfApproval: true" + url);
        var build = JENKINS.pipeline("mine", "dev", jenkinsfile(tries));
        build.awaitResult();
        return build.log();
    }

    private static String inNode(String steps) {
        return "node('qa') { " + steps + " }";
    }

    /** A Jenkinsfile that tries each of these and goes on when it is refused. */
    private static String jenkinsfile(Map<String, String> tries) {
        var script = new StringBuilder("""
                def attempt(String what, Closure steps) {
                    try {
                        steps()
                        echo "WENT THROUGH: ${what}"
                    } catch (e) {
                        echo "REFUSED: ${what}: ${e.message}"
                    }
                }
                """);
        tries.forEach((what, steps) -> script.append("attempt(\"%s\") { %s }%n".formatted(what, steps)));
        return script.toString();
    }

    /** Fails unless an attempt was refused with words that hold these. */
    private static void refused(String log, String what, String words) {
        String line = log.lines()
                .filter(each -> each.contains(": " + what + ":") || each.endsWith(": " + what))
                .reduce((one, other) -> other)
                .orElse("the build did not come to '" + what + "':\n" + log);
        assertTrue(line.startsWith("REFUSED: " + what + ":") && line.contains(words), line + "\nof\n" + log);
    }

    /** A bare repository on the controller's disk, whose hooks leave a mark. */
    private static Path repositoryWithAHook() throws Exception {
        Path bare = folder.resolve("local.git");
        SiteRemote.git(folder, "clone", "-q", "--bare", remote.bare().toString(), bare.toString());
        for (String name : List.of("pre-receive", "update", "post-receive", "post-update", "reference-transaction")) {
            Path hook = Files.writeString(bare.resolve("hooks").resolve(name), "#!/bin/sh\ntouch " + hookRan + "\n");
            Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.deleteIfExists(hookRan);
        return bare;
    }

    /** A change that goes the whole way: QA, decision, production. */
    private static String approve(String title) throws Exception {
        int last = BuildPage.newest(JENKINS.as("dev"), DEVELOPER);
        String commit = remote.push(Map.of("index.html", DemoController.page(title)), "Change the title to " + title);
        var build = BuildPage.next(JENKINS.as("dev"), DEVELOPER, last);
        String approval = Await.value("an approval of " + commit, () -> ledger.approvalOf(commit), build::log);
        var answer = JENKINS.as("qa").post(build.path() + "qa-approval/" + approval + "/approve", Map.of());
        assertTrue(answer.statusCode() < 400, JenkinsApi.words(answer));
        assertEquals("SUCCESS", build.awaitResult(), build.log());
        DeployedSite.awaitPage(JENKINS.port("shop-production"), "<h1>" + title + "</h1>");
        return commit;
    }

    private static void assertProductionAsApproved() throws Exception {
        String page = DeployedSite.page(JENKINS.port("shop-production"));
        assertTrue(page.contains(APPROVED), page);
    }

    /** What the board says of production and does not change by itself. */
    private static String production() throws Exception {
        var board = JENKINS.as("qa").json("branch-gate/", "environments");
        for (var environment : board.path("environments")) {
            if (environment.path("name").asText().equals("production")
                    && environment.path("site").asText().equals(site.id().value())) {
                return ((ObjectNode) environment)
                        .retain("branch", "gate", "port", "url", "owner", "since", "current")
                        .toString();
            }
        }
        throw new AssertionError("the board has no production: " + board);
    }
}
