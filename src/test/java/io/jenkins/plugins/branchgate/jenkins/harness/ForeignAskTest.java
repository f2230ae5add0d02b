package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.branchgate.jenkins.config.ApprovalPolicy;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateFolderProperty;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironment;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredTarget;
import io.jenkins.plugins.branchgate.model.ApprovalRules;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What somebody reaches whose own job asks about another job's environments. What runs is only on paper. */
@WithJenkins
class ForeignAskTest {
    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private Site site;
    private WorkflowJob evil;

    @BeforeEach
    void siteThatQaRuns(JenkinsRule rule) throws Exception {
        jenkins = rule;
        site = Site.in(folder);
        site.seemsToRunInQa("shop", null);
        evil = jenkins.createProject(WorkflowJob.class, "evil");
    }

    private Asked ask(WorkflowJob job, String settings) throws Exception {
        job.setDefinition(new CpsFlowDefinition(site.ask(", wait: false" + settings), true));
        return Asked.latest(jenkins.buildAndAssertSuccess(job), site);
    }

    private void assertRefused(String why) throws Exception {
        evil.setDefinition(new CpsFlowDefinition(site.ask(", wait: false, quorum: 1"), true));
        jenkins.assertLogContains(why, jenkins.buildAndAssertStatus(Result.FAILURE, evil));
        assertEquals(List.of(), site.view().open());
    }

    private ApprovalRules policy() throws Exception {
        return site.view().ownership(Site.PRODUCTION).orElseThrow().policy();
    }

    private ConfiguredEnvironment production(String owners) {
        var policy = new ApprovalPolicy();
        policy.setQuorum(2);
        var environment = new ConfiguredEnvironment("production");
        environment.setOwners(owners);
        environment.setPolicy(policy);
        return environment;
    }

    @Test
    void jobThatOwnsNothingAsksWithoutEndingAnybodysApprovalOrBindingThemToItsTerms() throws Exception {
        var shop = jenkins.createProject(WorkflowJob.class, "shop");
        site.seemsToRunInProduction("shop", null);

        var foreign = ask(evil, ", approvers: 'nobody', quorum: 9");
        assertNull(policy(), "nobody but the owner says on which terms");
        var owners = ask(shop, ", quorum: 2");
        assertEquals(2, policy().quorum());
        assertEquals(ApprovalState.SUPERSEDED, foreign.state(), "the owner's newest counts");

        foreign = ask(evil, "");
        assertEquals(ApprovalState.PENDING, owners.state());
        assertEquals(2, foreign.approval().terms().approvers().quorum(), "the owner's terms hold for all who ask");
        ask(evil, ", message: 'Please look again'");
        assertEquals(ApprovalState.SUPERSEDED, foreign.state(), "its own it may ask anew");
        ask(shop, ", message: 'Please look again'");
        assertEquals(ApprovalState.SUPERSEDED, owners.state());
        assertNotNull(policy());
    }

    @Test
    void jobWithATestEnvironmentOfItsOwnBindsNobodyElsesProductionToItsTerms() throws Exception {
        jenkins.createProject(WorkflowJob.class, "shop");
        site.seemsToRunInProduction("shop", null);
        var mine = jenkins.createProject(Folder.class, "thieves").createProject(WorkflowJob.class, "mine");
        site.seemsToRunInQa("thieves/mine", null);

        ask(mine, ", approvers: 'nobody', quorum: 9");
        assertNull(policy());
    }

    @Test
    void environmentIsNotOrderedToAPortThatAnAdministratorConfiguredAndThatNothingAnswersOnYet() throws Exception {
        BranchGateConfiguration.get().setTargets(List.of(new ConfiguredTarget("on-paper")));
        var production = production("shop");
        production.setTarget("on-paper");
        production.setPort(site.productionPort());
        BranchGateConfiguration.get().setEnvironments(List.of(production));
        site.seemsToRunInQa("evil", null);
        String[] order = {
            "site", site.id().value(), "environment", "qa", "settings", "port=" + site.productionPort(),
        };

        Staff.employ(jenkins);
        try (var admin = Visitor.of(jenkins, Staff.ADMIN)) {
            var answer = admin.call("branch-gate/change", order);
            assertEquals(409, answer.getStatusCode(), answer.getContentAsString());
        }
        assertEquals(
                site.qaPort(),
                site.view().ownership(Site.QA).orElseThrow().terms().port().value());
    }

    /** Configured for every repository, production is known by whose it is. */
    @Test
    void jobThatIsNoOwnerDoesNotGetAroundThePolicyOfAConfigurationThatNamesNoRepository() throws Exception {
        BranchGateConfiguration.get().setEnvironments(List.of(production("shop")));
        jenkins.createProject(WorkflowJob.class, "shop");
        site.seemsToRunInProduction("shop", "");

        assertRefused("configured by an administrator for shop, and this build is one of evil");
    }

    @Test
    void jobOutsideOfAFolderDoesNotGetAroundTheFoldersPolicy() throws Exception {
        var team = jenkins.createProject(Folder.class, "team");
        team.createProject(WorkflowJob.class, "shop");
        team.addProperty(new BranchGateFolderProperty(List.of(production("shop"))));
        site.seemsToRunInProduction("team/shop", "team");

        assertRefused("configured in the folder team for team/shop, and this build is one of evil");
    }

    @Test
    void folderThatConfiguresAClosedGateBehindSomebodysBranchDoesNotStopTheirApprovals() throws Exception {
        jenkins.createProject(WorkflowJob.class, "shop");
        site.seemsToRunInProduction("shop", null);
        var thieves = jenkins.createProject(Folder.class, "thieves");
        var mirror = new ConfiguredEnvironment("mirror");
        mirror.setBranch("master");
        mirror.setPort(site.qaPort());
        mirror.setGate("approved");
        thieves.addProperty(new BranchGateFolderProperty(List.of(mirror)));
        var mine = thieves.createProject(WorkflowJob.class, "mine");

        mine.setDefinition(
                new CpsFlowDefinition("deployBranch environment: 'mirror', url: '" + site.url() + "'", true));
        jenkins.assertLogContains(
                "behind a closed gate, as environment production does, which belongs to shop",
                jenkins.buildAndAssertStatus(Result.FAILURE, mine));
    }

    @Test
    void environmentIsNotClosedBehindSomebodysBranchByAnOrderEither() throws Exception {
        Staff.employ(jenkins);
        var shop = jenkins.createProject(WorkflowJob.class, "shop");
        site.seemsToRunInProduction("shop", null);
        site.seemsToRunInQa("evil", null);
        ((MockAuthorizationStrategy) jenkins.jenkins.getAuthorizationStrategy())
                .grant(Jenkins.READ)
                .everywhere()
                .to("eve", "ben")
                .grant(Item.READ, Item.CONFIGURE)
                .onItems(evil)
                .to("eve", "ben")
                .grant(Item.READ, Item.CONFIGURE)
                .onItems(shop)
                .to("ben");
        String[] order = {"site", site.id().value(), "environment", "qa", "settings", "branch=master\ngate=approved"};
        try (var eve = Visitor.of(jenkins, "eve");
                var ben = Visitor.of(jenkins, "ben")) {
            assertEquals(400, eve.call("branch-gate/change", order).getStatusCode());
            assertFalse(site.view().ownership(Site.QA).orElseThrow().gated());
            assertEquals(200, ben.call("branch-gate/change", order).getStatusCode(), "who may configure both");
        }
    }
}
