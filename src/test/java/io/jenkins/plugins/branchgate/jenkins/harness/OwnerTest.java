package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.cli.CLICommandInvoker;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.Result;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateFolderProperty;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironment;
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

/** Whose an environment stays when jobs and folders change, and who moves it. What runs is only on paper. */
@WithJenkins
class OwnerTest {
    private static final String CHANGE = "branch-gate/change";
    private static final String BOARD = "branch-gate/api/json";

    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private Site site;
    private WorkflowJob shop;

    @BeforeEach
    void environmentOfTheJobShop(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Staff.employ(jenkins);
        site = Site.in(folder);
        shop = jenkins.createProject(WorkflowJob.class, "shop");
        shop.setDefinition(new CpsFlowDefinition("echo 'deployed'", true));
        site.seemsToRunInQa("shop", jenkins.buildAndAssertSuccess(shop).getAbsoluteUrl());
    }

    private String owner() throws Exception {
        return site.view().ownership(Site.QA).orElseThrow().owner();
    }

    private void assertRefused(String why, WorkflowJob job) throws Exception {
        job.setDefinition(new CpsFlowDefinition("deployBranch environment: 'qa', url: '" + site.url() + "'", true));
        jenkins.assertLogContains(why, jenkins.buildAndAssertStatus(Result.FAILURE, job));
    }

    private String[] changes(String settings) {
        return new String[] {"site", site.id().value(), "environment", "qa", "settings", settings};
    }

    private int run(String person, String... changes) {
        var arguments = new String[changes.length + 2];
        arguments[0] = site.id().value();
        arguments[1] = "qa";
        System.arraycopy(changes, 0, arguments, 2, changes.length);
        return new CLICommandInvoker(jenkins, "branch-gate-change-environment")
                .asUser(person)
                .invokeWithArgs(arguments)
                .returnCode();
    }

    @Test
    void environmentFollowsItsOwnerAndNoJobThatTakesItsName() throws Exception {
        shop.renameTo("boutique");
        assertEquals("boutique", owner());
        var team = jenkins.createProject(Folder.class, "team");
        Items.move(shop, team);
        team.renameTo("crew");
        assertEquals("crew/boutique", owner());

        assertRefused(
                "Environment qa belongs to crew/boutique, and this build is one of shop",
                jenkins.createProject(WorkflowJob.class, "shop"));
        team.delete();
        assertNull(owner());
        var anew = jenkins.createProject(Folder.class, "crew").createProject(WorkflowJob.class, "boutique");
        assertRefused("Environment qa belonged to a job that was deleted", anew);
        assertNull(owner());
    }

    @Test
    void environmentOfADeletedOwnerIsTheAdministratorsToSeeMoveAndForget() throws Exception {
        shop.delete();
        var heir = jenkins.createProject(WorkflowJob.class, "heir");
        try (var dan = Visitor.of(jenkins, Staff.DEVELOPER);
                var ada = Visitor.of(jenkins, Staff.ADMIN)) {
            assertFalse(dan.get(BOARD).getContentAsString().contains("\"qa\""));
            assertTrue(ada.get(BOARD).getContentAsString().contains("\"qa\""));
            assertEquals(400, dan.call(CHANGE, changes("owner=heir")).getStatusCode());
            assertEquals(3, run(Staff.DEVELOPER, "owner=heir"));
            assertNull(owner());

            assertEquals(200, ada.call(CHANGE, changes("owner=heir")).getStatusCode());
            assertEquals("heir", owner());
            assertEquals(200, dan.call(CHANGE, changes("health=/up")).getStatusCode(), "who may configure the heir");
            heir.delete();
            jenkins.createProject(WorkflowJob.class, "second");
            assertEquals(0, run(Staff.ADMIN, "owner=second"));
            assertEquals("second", owner());

            String[] forget = {"site", site.id().value(), "environment", "qa", "forget", "true"};
            assertEquals(403, dan.call("branch-gate/remove", forget).getStatusCode());
            assertEquals(200, ada.call("branch-gate/remove", forget).getStatusCode());
            assertFalse(site.view().environments().contains(Site.QA));
            assertFalse(site.view().ownership(Site.QA).orElseThrow().held(), "its address is free");
        }
    }

    /** Who may delete the owner may remove what runs, and not say that it runs no more. */
    @Test
    void onlyAdministratorsForget() throws Exception {
        grant("mia", shop, Item.READ, Item.DELETE);
        try (var mia = Visitor.of(jenkins, "mia")) {
            String[] fields = {"site", site.id().value(), "environment", "qa", "forget", "true"};
            assertEquals(403, mia.call("branch-gate/remove", fields).getStatusCode());
            fields[5] = "false";
            assertEquals(409, mia.call("branch-gate/remove", fields).getStatusCode(), "its engine cannot be reached");
        }
        assertTrue(site.view().environments().contains(Site.QA));
    }

    @Test
    void movingTakesConfigureOnBothOwners() throws Exception {
        var other = jenkins.createProject(WorkflowJob.class, "other");
        grant("from", shop, Item.READ, Item.CONFIGURE);
        grant("from", other, Item.READ);
        grant("into", other, Item.READ, Item.CONFIGURE);
        grant("into", shop, Item.READ);
        grant("blind", shop, Item.READ, Item.CONFIGURE);
        grant("both", shop, Item.READ, Item.CONFIGURE);
        grant("both", other, Item.READ, Item.CONFIGURE);
        try (var from = Visitor.of(jenkins, "from");
                var into = Visitor.of(jenkins, "into");
                var blind = Visitor.of(jenkins, "blind");
                var both = Visitor.of(jenkins, "both")) {
            assertEquals(403, from.call(CHANGE, changes("owner=other")).getStatusCode());
            assertEquals(403, into.call(CHANGE, changes("owner=other")).getStatusCode());
            String unseen = blind.call(CHANGE, changes("owner=other")).getContentAsString();
            String unknown = blind.call(CHANGE, changes("owner=another")).getContentAsString();
            assertEquals(unknown, unseen.replace("other", "another"), "nobody learns which jobs there are");
            assertEquals(6, run("from", "owner=other"));
            assertEquals(6, run("into", "owner=other"));
            assertEquals(3, run("blind", "owner=other"));
            assertEquals(403, from.call(CHANGE, changes("paused=true")).getStatusCode());
            assertEquals("shop", owner());

            assertEquals(200, both.call(CHANGE, changes("owner=other")).getStatusCode());
            assertEquals("other", owner());
            assertEquals(0, run("both", "owner=shop"));
            assertEquals("shop", owner());
        }
        assertRefused("Environment qa belongs to shop", other);
    }

    @Test
    void whoMayConfigureAFolderTakesNobodysEnvironmentIntoIt() throws Exception {
        var thieves = jenkins.createProject(Folder.class, "thieves");
        var mine = thieves.createProject(WorkflowJob.class, "mine");
        var configured = new ConfiguredEnvironment("qa");
        configured.setRepository(site.url());
        configured.setOwners("mine");
        thieves.addProperty(new BranchGateFolderProperty(List.of(configured)));

        assertRefused("belongs to shop, which is outside of the folder thieves that configures it", mine);
        assertEquals("shop", owner());
        shop.delete();
        assertRefused("belongs to the administrators, which is outside of the folder thieves", mine);
        assertNull(owner());
    }

    /** The outer folder's configuration holds in all folders below, whoever may configure those. */
    @Test
    void innerFolderDoesNotChangeWhatTheOuterOneConfigures() throws Exception {
        var team = jenkins.createProject(Folder.class, "team");
        var inner = team.createProject(Folder.class, "inner");
        var job = inner.createProject(WorkflowJob.class, "mine");
        var outerOne = new ConfiguredEnvironment("production");
        outerOne.setRepository(site.url());
        outerOne.setOwners("deploy");
        team.addProperty(new BranchGateFolderProperty(List.of(outerOne)));
        var innerOne = new ConfiguredEnvironment("production");
        innerOne.setRepository(site.url());
        innerOne.setOwners("mine");
        innerOne.setGate("open");
        innerOne.setBranch("evil");
        inner.addProperty(new BranchGateFolderProperty(List.of(innerOne)));

        job.setDefinition(
                new CpsFlowDefinition("deployBranch environment: 'production', url: '" + site.url() + "'", true));
        jenkins.assertLogContains(
                "Environment production is configured in the folder team for team/deploy",
                jenkins.buildAndAssertStatus(Result.FAILURE, job));
    }

    private void grant(String person, Item item, hudson.security.Permission... permissions) {
        ((MockAuthorizationStrategy) jenkins.jenkins.getAuthorizationStrategy())
                .grant(Jenkins.READ)
                .everywhere()
                .to(person)
                .grant(permissions)
                .onItems(item)
                .to(person);
    }
}
