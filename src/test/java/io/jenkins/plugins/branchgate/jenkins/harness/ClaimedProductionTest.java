package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * What somebody tries who writes Jenkinsfiles: production was claimed by the job {@code production}, whose first deployment
 * was the head of {@code master}. Nothing of it is configured.
 */
@Tag("docker")
@WithJenkins
class ClaimedProductionTest {
    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private Site site;
    private Engine engine;
    private Pipelines pipelines;
    private WorkflowJob production;

    @BeforeEach
    void productionServesMaster(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Staff.employ(jenkins);
        site = Site.in(folder);
        engine = new Engine(site);
        pipelines = new Pipelines(jenkins);
        production = pipelines.job("production", script("master", site.deployToProduction()));
        jenkins.buildAndAssertSuccess(production);
        assertEquals(
                "production",
                site.view().ownership(Site.PRODUCTION).orElseThrow().owner());
    }

    @AfterEach
    void removeWhatRuns() throws Exception {
        engine.close();
    }

    private String script(String branch, String step) {
        return "node {\n" + site.checkout(branch) + "\n" + step + "\n}";
    }

    /** Runs a script in the owner's job, as a push would. */
    private WorkflowRun push(String script) throws Exception {
        production.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.waitForCompletion(production.scheduleBuild2(0).waitForStart());
    }

    private WorkflowRun startedBy(String person, String script) throws Exception {
        production.setDefinition(new CpsFlowDefinition(script, true));
        try (var ignored = ACL.as(User.getById(person, true))) {
            return jenkins.waitForCompletion(production
                    .scheduleBuild2(0, new CauseAction(new Cause.UserIdCause()))
                    .waitForStart());
        }
    }

    private void assertRefused(String why, WorkflowRun build) throws Exception {
        String log = JenkinsRule.getLog(build);
        assertEquals(Result.FAILURE, build.getResult(), log);
        assertTrue(log.contains(why), why + ": " + log);
    }

    /** What all views of an environment are made from. */
    private String known() throws Exception {
        var view = site.view();
        return view.ownerships() + " " + view.current(Site.PRODUCTION) + " " + view.environments();
    }

    private void assertServes(String words) throws Exception {
        assertTrue(Engine.page(site.productionPort()).contains(words), words);
    }

    @Test
    void jenkinsfileThatSaysOtherTermsOfProductionIsRefusedAndChangesNothing() throws Exception {
        site.pushEvil();
        String before = known();
        String step = "deployBranch environment: 'production', ";
        var rows = new ArrayList<Executable>();
        for (var said : Map.of(
                        "port: 9999", "port 9999 instead of " + site.productionPort(),
                        "branch: 'evil'", "branch evil instead of master",
                        "gate: 'open'", "gate open instead of approved",
                        "health: '/evil'", "health /evil instead of /",
                        "dockerfile: 'Evil'", "dockerfile Evil instead of",
                        "siteUrl: 'http://evil.example.org/'", "siteUrl http://evil.example.org/ instead of",
                        "dockerHost: 'unix:///var/run/docker.sock'", "runs on the Docker engine",
                        "port: 9999, branch: 'evil', gate: 'open'", "gate open instead of approved")
                .entrySet()) {
            var build = push(script("evil", step + said.getKey()));
            rows.add(() -> assertRefused(said.getValue(), build));
        }
        assertAll(rows);
        assertEquals(before, known());
        assertServes("one");
    }

    @Test
    void anotherEnvironmentOnProductionsPortIsRefusedAlsoWhileNothingAnswersThere() throws Exception {
        site.pushEvil();
        String shadow = script(
                "evil",
                "deployBranch environment: 'shadow', gate: 'open', branch: 'evil', port: " + site.productionPort());
        String taken = "belongs to environment production of site " + site.id();

        assertRefused(taken, push(shadow));
        assertRefused(taken, pipelines.run("shadow", shadow));
        assertServes("one");

        engine.wipe(Site.PRODUCTION);
        assertRefused(taken, pipelines.run("shadow-2", shadow));
        assertFalse(site.view().ownerships().stream()
                .anyMatch(each -> each.name().value().equals("shadow")));
    }

    @Test
    void refusedEngineAndAddressReachNeitherBoardNorLogsNorHealing() throws Exception {
        String before = known();
        var build = push(
                script(
                        "master",
                        "deployBranch environment: 'production', dockerHost: 'tcp://127.0.0.1:1', siteUrl: 'http://evil.example.org/'"));
        assertEquals(Result.FAILURE, build.getResult());
        assertEquals(before, known());

        try (var ada = Visitor.of(jenkins, Staff.ADMIN)) {
            String board = ada.get("branch-gate/").getContentAsString();
            assertTrue(board.contains(":" + site.productionPort()), board);
            assertFalse(board.contains("evil.example.org"), board);
            var current = site.view().current(Site.PRODUCTION).orElseThrow();
            String replicas = ada.get("branch-gate/deployment/" + site.id() + "." + current.id() + "/replicas")
                    .getContentAsString();
            assertTrue(
                    replicas.contains(
                            engine.replicas(Site.PRODUCTION).get(0).id().value()),
                    replicas);
        }
        var killed = engine.replicas(Site.PRODUCTION).get(0);
        engine.kill(killed);
        Await.until(
                "the healing through the engine that production runs on",
                () -> engine.replicas(Site.PRODUCTION).stream()
                        .anyMatch(each -> !each.id().equals(killed.id())));
    }

    @Test
    void pushScalesAndGoesBackWithoutAPersonWhoMay() throws Exception {
        var first = site.view().current(Site.PRODUCTION).orElseThrow().commit();
        var second = site.remote().somebodyPushes("master", "index.html", "<h1>second</h1>\n");
        override(second);
        assertServes("second");
        String deploy = site.deployToProduction();
        String back = "node {\n checkout([$class: 'GitSCM', branches: [[name: '" + first
                + "']], userRemoteConfigs: [[url: '" + site.url() + "']]])\n" + deploy + "\n}";

        assertRefused(
                "Nobody started this build, so it may not scale production",
                push(script("master", deploy + ", replicas: 32")));
        assertRefused("Nobody started this build, so it may not roll back production", push(back));
        assertRefused("lacks the permission Branch Gate/Rollback", startedBy(Staff.DEVELOPER, back));
        assertRefused(
                "lacks the permission Branch Gate/Deploy",
                startedBy(Staff.READER, script("master", deploy + ", replicas: 2")));
        assertEquals(1, engine.replicas(Site.PRODUCTION).size());
        assertEquals(second, site.view().current(Site.PRODUCTION).orElseThrow().commit());

        jenkins.assertBuildStatusSuccess(startedBy(Staff.ADMIN, back));
        assertServes("one");
    }

    private void override(CommitId commit) throws Exception {
        int number = production.getNextBuildNumber();
        try (var ada = Visitor.of(jenkins, Staff.ADMIN)) {
            var answer = ada.call(
                    "branch-gate/override",
                    "site",
                    site.id().value(),
                    "environment",
                    "production",
                    "commit",
                    commit.value(),
                    "comment",
                    "Urgent");
            assertEquals(200, answer.getStatusCode(), answer.getContentAsString());
        }
        Await.until("the ordered build", () -> production.getBuildByNumber(number) != null);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(production.getBuildByNumber(number)));
        assertEquals(
                Admission.OVERRIDE,
                site.view().current(Site.PRODUCTION).orElseThrow().admission());
    }

    @Test
    void redeployingAKnownCommitFromAnotherJobMakesItNobodysOwner() throws Exception {
        String before = known();
        assertRefused(
                "Environment production belongs to production, and this build is one of thief",
                pipelines.run("thief", script("master", site.deployToProduction())));
        assertEquals(before, known());
    }

    @Test
    void jobMadeAnewUnderTheDeletedOwnersNameInheritsNothing() throws Exception {
        production.delete();
        var anew = pipelines.job("production", script("master", site.deployToProduction()));
        var build = jenkins.waitForCompletion(anew.scheduleBuild2(0).waitForStart());

        assertRefused("Environment production belonged to a job that was deleted", build);
        assertEquals(null, site.view().ownership(Site.PRODUCTION).orElseThrow().owner());
        String[] order = {"site", site.id().value(), "environment", "production"};
        try (var reader = Visitor.of(jenkins, Staff.READER);
                var admin = Visitor.of(jenkins, Staff.ADMIN)) {
            assertFalse(reader.get("branch-gate/api/json").getContentAsString().contains("production"));
            assertEquals(400, reader.call("branch-gate/remove", order).getStatusCode());
            assertTrue(admin.get("branch-gate/api/json").getContentAsString().contains("production"));
            assertEquals(200, admin.call("branch-gate/remove", order).getStatusCode());
        }
        assertEquals(List.of(), engine.replicas(Site.PRODUCTION));
    }
}
