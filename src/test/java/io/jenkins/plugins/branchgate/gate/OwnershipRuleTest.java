package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned.How;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.TargetId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What somebody who writes a Jenkinsfile may ask of an environment. */
class OwnershipRuleTest {

    private static final EnvironmentName PRODUCTION = new EnvironmentName("production");
    private static final TargetId ENGINE = new TargetId("docker:one");
    private static final TargetId OTHER_ENGINE = new TargetId("docker:two");
    private static final TargetConnection AGENT = new TargetConnection(null, "agent-1", null, null, "shop/master");

    /** What a step says; null for what it leaves out. */
    private static EnvironmentSettings step(String name, String branch, Integer port, String gate) {
        return new EnvironmentSettings(name, branch, port, null, null, null, null, null, null, gate, null, null, null);
    }

    private static EnvironmentSettings production() {
        return step("production", null, null, null);
    }

    private static OwnershipRule.Asking asking(String job, EnvironmentSettings stated) {
        return new OwnershipRule.Asking(job, job.startsWith("shop/") ? "shop" : job, stated, null);
    }

    private static OwnershipRule nobodys(String name) {
        return new OwnershipRule(new EnvironmentName(name), Optional.empty(), Optional.empty());
    }

    private static Ownership claim(OwnershipRule.Asking asking) throws Exception {
        return claim(nobodys(asking.stated().name()), asking);
    }

    private static Ownership claim(OwnershipRule rule, OwnershipRule.Asking asking) throws Exception {
        rule.requireOwner(asking);
        var terms = rule.terms(asking, 0);
        rule.requireTarget(ENGINE, AGENT);
        return rule.admitted(asking, terms, ENGINE, AGENT, "http://www:8080/", "dana")
                .orElseThrow()
                .ownership();
    }

    private static OwnershipRule held(Ownership ownership) {
        return new OwnershipRule(ownership.name(), Optional.of(ownership), Optional.empty());
    }

    private static OwnershipRule.Configured configured(EnvironmentSettings settings, String... owners) {
        return new OwnershipRule.Configured(settings, null, null, List.of(owners), "");
    }

    private static OwnershipRule shopsProduction() throws Exception {
        return held(claim(asking("shop/master", production())));
    }

    private static String refused(org.junit.jupiter.api.function.Executable call, String... parts) {
        String message = assertThrows(NotAdmittedException.class, call).getMessage();
        for (var part : parts) {
            assertTrue(message.contains(part), message);
        }
        assertTrue(message.contains("Nothing was changed"), message);
        return message;
    }

    @Test
    void aNameIsEnoughForTheFirstWhoDeploys() throws Exception {
        var owned = claim(asking("shop/master", production()));

        assertEquals("shop", owned.owner(), "a branch's job claims for its project");
        assertEquals(new Port(8080), owned.terms().port());
        assertEquals(GateRule.APPROVED, owned.terms().gate());
        assertEquals(ENGINE, owned.target());
        var again = held(owned);
        assertTrue(
                again.admitted(
                                asking("shop/master", production()),
                                again.terms(asking("shop/master", production()), 1),
                                ENGINE,
                                AGENT,
                                "http://www:8080/",
                                "dana")
                        .isEmpty(),
                "the same again records nothing");
    }

    @Test
    void anotherJobCannotDeployToAnEnvironmentThatIsNotItsOwn() throws Exception {
        var rule = shopsProduction();

        refused(() -> rule.requireOwner(asking("evil", production())), "production", "shop", "evil", "move");
        refused(() -> rule.requireOwner(asking("shopping/master", production())), "shopping");
    }

    @Test
    void aPullRequestsJenkinsfileDoesNotOpenTheGateOrChangeTheBranchOfItsProjectsProduction() throws Exception {
        var rule = shopsProduction();
        var pullRequest = asking("shop/PR-7", step("production", "evil", null, "open"));

        assertDoesNotThrow(() -> rule.requireOwner(pullRequest), "it is the same project's");
        refused(() -> rule.terms(pullRequest, 1), "branch evil instead of master", "gate open instead of approved");
    }

    @Test
    void aStepDoesNotMoveAGatedEnvironmentToAnotherPortOrChangeItsHealthRule() throws Exception {
        var rule = shopsProduction();

        refused(() -> rule.terms(asking("shop/master", step("production", null, 9999, null)), 1), "port 9999");
        var health = new EnvironmentSettings(
                "production", null, null, null, "Dockerfile.evil", "/evil", 3600, 3600, 0, null, "rolling", 3, 22);
        refused(
                () -> rule.terms(asking("shop/master", health), 1),
                "dockerfile Dockerfile.evil",
                "health /evil",
                "healthTimeout 3600",
                "drain 3600",
                "watch 0",
                "rollout rolling",
                "batch 3",
                "containerPort 22");
        var elsewhere = new OwnershipRule.Asking("shop/master", "shop", production(), "http://evil/");
        refused(() -> rule.terms(elsewhere, 1), "siteUrl http://evil/");
    }

    @Test
    void aNumberOfReplicasIsKeptWhereNobodySaysOne() throws Exception {
        assertEquals(
                4,
                shopsProduction().terms(asking("shop/master", production()), 4).replicas());
    }

    @Test
    void anOpenEnvironmentsOwnStepsMayChangeItsSettingsButNotItsBranchOrPort() throws Exception {
        var rule = held(claim(asking("shop/developer", step("qa", null, null, null))));
        var drain = new EnvironmentSettings("qa", null, null, null, null, null, null, 1, null, null, null, null, null);

        assertEquals(1, rule.terms(asking("shop/developer", drain), 1).drain().toSeconds());
        refused(() -> rule.terms(asking("shop/PR-7", step("qa", "evil", null, null)), 1), "branch evil");
        refused(() -> rule.terms(asking("shop/PR-7", step("qa", null, 8080, null)), 1), "port 8080");
    }

    @Test
    void tighteningIsFreeAndHoldsFromThenOn() throws Exception {
        var rule = held(claim(asking("shop/developer", step("qa", null, null, null))));
        var tight = asking("shop/developer", step("qa", null, null, "approved"));

        var terms = rule.terms(tight, 1);
        var after = rule.admitted(tight, terms, ENGINE, AGENT, "http://www:8080/", "dana")
                .orElseThrow()
                .ownership();

        assertTrue(after.gated());
        refused(
                () -> held(after).terms(asking("shop/developer", step("qa", null, null, "open")), 1),
                "gate open instead of approved");
    }

    @Test
    void anotherEngineIsRefusedUntilSomeoneMovesTheEnvironment() throws Exception {
        var rule = shopsProduction();
        var fake = new TargetConnection(null, "", "tcp://evil:2375", null, "shop/master");

        refused(() -> rule.requireTarget(OTHER_ENGINE, fake), "docker:one", "docker:two", "tcp://evil:2375");
        var other = TargetConnection.configured("new-engine");
        var moved = held(rule.held().orElseThrow().withNext(other));
        assertEquals(Optional.of(other), moved.decidedTarget());
        assertDoesNotThrow(() -> moved.requireTarget(OTHER_ENGINE, other));
        var asking = asking("shop/master", production());
        var after = moved.admitted(asking, moved.terms(asking, 1), OTHER_ENGINE, other, "http://www:8080/", "dana")
                .orElseThrow()
                .ownership();
        assertEquals(OTHER_ENGINE, after.target());
        assertTrue(after.reserves(ENGINE, new Port(8080)), "its address there is its own until it has left");
        assertEquals(Optional.of(AGENT), after.connectionTo(ENGINE));
        assertTrue(after.next() == null);
    }

    @Test
    void aClosedGateBehindSomebodyElsesBranchWouldStopTheirApprovalsAndIsRefused() throws Exception {
        var shops = shopsProduction().held().orElseThrow();
        var inTheWay = step("in-the-way", "master", 9090, "approved");
        var asking = asking("evil", inTheWay);
        var terms = nobodys("in-the-way").terms(asking, 0);

        refused(
                () -> nobodys("in-the-way").requireOwnBranch(asking, terms, List.of(shops)),
                "production",
                "shop",
                "in-the-way");
        assertDoesNotThrow(
                () -> nobodys("in-the-way").requireOwnBranch(asking("shop/master", inTheWay), terms, List.of(shops)));
        var open = nobodys("in-the-way").terms(asking("evil", step("in-the-way", "master", 9090, "open")), 0);
        assertDoesNotThrow(() -> nobodys("in-the-way").requireOwnBranch(asking, open, List.of(shops)));
    }

    @Test
    void aFolderThatConfiguresAClosedGateStopsNobodyOutsideOfIt() throws Exception {
        var shops = shopsProduction().held().orElseThrow();
        var stated = step("in-the-way", "master", 9090, "approved");
        var asking = asking("team/deploy", stated);
        var inTheWay = new EnvironmentName("in-the-way");
        var byFolder = new OwnershipRule(
                inTheWay,
                Optional.empty(),
                Optional.of(new OwnershipRule.Configured(stated, null, null, List.of("team/deploy"), "team")));
        var byAdministrator =
                new OwnershipRule(inTheWay, Optional.empty(), Optional.of(configured(stated, "team/deploy")));
        var terms = byFolder.terms(asking, 0);

        refused(() -> byFolder.requireOwnBranch(asking, terms, List.of(shops)), "production", "shop", "in-the-way");
        assertDoesNotThrow(
                () -> byFolder.requireOwnBranch(asking, terms, List.of(shops.withOwner("team/production"))),
                "one folder's jobs do not stop each other");
        assertDoesNotThrow(() -> byAdministrator.requireOwnBranch(asking, terms, List.of(shops)));
    }

    @Test
    void aFolderNamedAsNothingIsPrintedTakesNoDeletedJobsEnvironment() throws Exception {
        var orphan = claim(asking("shop/master", production())).withOwner(null);
        var folder = new OwnershipRule.Configured(production(), null, null, List.of("null"), "null");
        var rule = new OwnershipRule(PRODUCTION, Optional.of(orphan), Optional.of(folder));

        refused(() -> rule.requireOwner(asking("null/job", production())), "administrators");
    }

    @Test
    void anEngineThatSaysItIsProductionsGetsNothingToDo() throws Exception {
        var fake = new TargetConnection(null, "agent-1", "tcp://evil:2375", null, "shop/master");
        var fakeAgent = new TargetConnection(null, "evil-agent", null, null, "shop/master");

        refused(() -> shopsProduction().requireTarget(ENGINE, fake), "tcp://evil:2375");
        refused(() -> shopsProduction().requireTarget(ENGINE, fakeAgent), "evil-agent");
        var qa = held(claim(asking("shop/developer", step("qa", null, null, null))));
        assertDoesNotThrow(
                () -> qa.requireTarget(ENGINE, fakeAgent), "an open environment may be reached by other agents");
    }

    @Test
    void ofAConfiguredEnvironmentAStepSaysTheNameAndNothingElse() {
        var rule = new OwnershipRule(
                PRODUCTION, Optional.empty(), Optional.of(configured(step("production", null, 8888, null), "shop")));

        assertDoesNotThrow(() -> rule.terms(asking("shop/master", production()), 0));
        assertDoesNotThrow(
                () -> rule.terms(asking("shop/master", step("production", "master", 8888, "approved")), 0),
                "what it repeats is no difference");
        refused(() -> rule.terms(asking("shop/master", step("production", null, 9999, null)), 0), "port 9999");
        var replicas = new EnvironmentSettings(
                "production", null, null, 32, null, null, null, null, null, null, null, null, null);
        refused(() -> rule.terms(asking("shop/master", replicas), 0), "replicas 32");
        refused(() -> rule.requireOwner(asking("evil", production())), "shop", "evil");
    }

    @Test
    void whatIsConfiguredTakesThePlaceOfAClaimThatSomebodyMadeToBeInTheWay() throws Exception {
        var inTheWay = claim(asking("evil", step("production", "evil", 9999, "open")));
        var rule = new OwnershipRule(PRODUCTION, Optional.of(inTheWay), Optional.of(configured(production(), "shop")));
        var asking = asking("shop/master", production());

        rule.requireOwner(asking);
        var terms = rule.terms(asking, 1);
        rule.requireTarget(OTHER_ENGINE, AGENT);
        var owned = rule.admitted(asking, terms, OTHER_ENGINE, AGENT, "http://www:8080/", "dana")
                .orElseThrow();

        assertEquals(How.TAKEN_OVER, owned.how());
        assertEquals("shop", owned.ownership().owner());
        assertTrue(owned.ownership().gated());
        refused(() -> rule.requireOwner(asking("evil", production())), "evil");
    }

    @Test
    void aFoldersConfigurationTakesNothingFromOutsideOfIt() throws Exception {
        var folder = new OwnershipRule.Configured(
                step("production", null, null, "open"), null, null, List.of("evil"), "evil");
        var rule = new OwnershipRule(PRODUCTION, shopsProduction().held(), Optional.of(folder));

        refused(() -> rule.requireOwner(asking("evil/job", production())), "shop", "evil");
    }

    @Test
    void whatBelongedToADeletedJobIsTheAdministrators() throws Exception {
        var rule = held(claim(asking("shop/master", production())).withOwner(null));

        refused(() -> rule.requireOwner(asking("shop/master", production())), "administrators", "move");
    }

    @Test
    void aConfiguredTargetIsNotForTheStepToSay() {
        var onEngine = new OwnershipRule.Configured(production(), null, "production-engine", List.of(), "");
        var rule = new OwnershipRule(PRODUCTION, Optional.empty(), Optional.of(onEngine));

        assertEquals(Optional.of(TargetConnection.configured("production-engine")), rule.decidedTarget());
    }
}
