package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.Voted;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The controller restarts while something is undecided or under way. */
class RestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    private Path folder;

    private Site site;
    private ApprovalId approval;

    @Test
    void rejectionAfterTheRestartEndsTheBuild() throws Throwable {
        site = Site.in(folder);
        sessions.then(jenkins -> {
            site.seemsToRunInQa();
            ask(jenkins, site.ask(""));
        });
        sessions.then(jenkins -> {
            Staff.employ(jenkins);
            var asked = afterRestart(jenkins);
            assertTrue(asked.build().isBuilding());
            assertEquals(approval, asked.id(), "it waits on for what it asked");
            try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
                assertEquals(
                        200,
                        quinn.post(asked.page() + "reject", "comment", "Slept over it")
                                .getStatusCode());
            }

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(asked.build()));
            jenkins.assertLogContains("Rejected by quinn: Slept over it", asked.build());
        });
    }

    @Test
    @Tag("docker")
    void approvalAfterTheRestartMerges() throws Throwable {
        site = Site.in(folder);
        try (var ignored = new Engine(site)) {
            sessions.then(jenkins -> ask(
                    jenkins,
                    "node {\n" + site.checkout("developer") + "\n" + site.deployToQa() + "\n}\ndef decided = "
                            + site.ask("") + "\necho \"merge=$decided.mergeCommit\""));
            sessions.then(jenkins -> {
                Staff.employ(jenkins);
                var asked = afterRestart(jenkins);
                try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
                    var answer = quinn.post(asked.page() + "approve");
                    assertEquals(200, answer.getStatusCode(), answer.getContentAsString());
                }

                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(asked.build()));
                jenkins.assertLogContains("merge=" + site.remote().tip("master"), asked.build());
                assertEquals("<h1>two</h1>", site.remote().bareGit("show", "master:index.html"));
            });
        }
    }

    @Test
    void mergeThatTheRestartInterruptedIsFinished() throws Throwable {
        site = Site.in(folder);
        sessions.then(jenkins -> {
            site.seemsToRunInQa();
            ask(jenkins, "def decided = " + site.ask("") + "\necho \"merge=$decided.mergeCommit\"");
            // What a controller leaves behind that dies between recording the merge and pushing it.
            var vote = new Vote(
                    "quinn",
                    "Quinn",
                    Verdict.APPROVE,
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    Channel.PAGE,
                    null,
                    List.of());
            site.ledger().<Void, IOException>transact((view, append) -> {
                append.accept(new Voted(approval, vote));
                append.accept(new ApprovalMoved(approval, ApprovalState.PENDING, ApprovalState.APPROVED, null, null));
                append.accept(new ApprovalMoved(approval, ApprovalState.APPROVED, ApprovalState.MERGING, null, null));
                return null;
            });
        });
        sessions.then(jenkins -> {
            var asked = afterRestart(jenkins);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(asked.build()));
            assertEquals(ApprovalState.MERGED, asked.state());
            jenkins.assertLogContains("merge=" + site.remote().tip("master"), asked.build());
            assertTrue(
                    site.remote().bareGit("log", "-1", "--format=%B", "master").contains("QA-Approved-by: Quinn"));
        });
    }

    @Test
    @Tag("docker")
    void deploymentThatTheRestartInterruptedAfterItsSwitchIsFinishedAndTheBuildGoesOn() throws Throwable {
        site = Site.in(folder);
        try (var engine = new Engine(site)) {
            sessions.then(jenkins -> {
                var build = new Pipelines(jenkins)
                        .start(
                                "shop",
                                "node {\n" + site.checkout("developer")
                                        + "\ndef qa = deployBranch environment: 'qa', port: " + site.qaPort()
                                        + ", watch: 600\necho \"serves=$qa.commit\"\n}\n" + site.ask(""));
                jenkins.waitForMessage("qa: drain", build);
            });
            sessions.then(jenkins -> {
                var build = restarted(jenkins);
                var asked = Asked.awaitBy(build, site, jenkins);

                jenkins.assertLogContains("serves=" + site.remote().tip("developer"), build);
                assertEquals(
                        site.remote().tip("developer"),
                        asked.approval().release().commit());
                var deployments = site.view().history(Site.QA, 10);
                assertEquals(1, deployments.size(), "nothing was deployed again");
                assertEquals(Phase.DONE, deployments.get(0).phase());
                assertEquals(1, engine.replicas(Site.QA).size());
                build.doKill();
                jenkins.waitForCompletion(build);
            });
        }
    }

    @Test
    @Tag("docker")
    void deploymentThatTheRestartInterruptedBeforeItsSwitchFailsTheBuildSayingSo() throws Throwable {
        site = Site.in(folder);
        try (var engine = new Engine(site)) {
            sessions.then(jenkins -> {
                var build = new Pipelines(jenkins)
                        .start(
                                "shop",
                                "node {\n" + site.checkout("developer") + "\ndeployBranch environment: 'qa', port: "
                                        + site.qaPort() + ", health: '/there/is/no/such/page', healthTimeout: 600\n}");
                jenkins.waitForMessage("qa: probe", build);
            });
            sessions.then(jenkins -> {
                var build = restarted(jenkins);

                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
                jenkins.assertLogContains("The process that deployed ended in PROBE", build);
                jenkins.assertLogNotContains("Exception", build);
                assertEquals(1, site.view().history(Site.QA, 10).size());
                assertTrue(engine.replicas(Site.QA).isEmpty());
            });
        }
    }

    @Test
    @Tag("docker")
    void stepThatHadBegunNoDeploymentRunsAnew() throws Throwable {
        site = Site.in(folder);
        try (var engine = new Engine(site)) {
            sessions.then(jenkins -> {
                site.ledger();
                assertTrue(BranchGate.get().deployer(site.id()).tryLock(Site.QA).isPresent(), "held until the restart");
                var build = new Pipelines(jenkins)
                        .start("shop", "node {\n" + site.checkout("developer") + "\n" + site.deployToQa() + "\n}");
                jenkins.waitForMessage("Waiting: another deployment of qa is under way", build);
            });
            sessions.then(jenkins -> {
                var build = restarted(jenkins);

                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                assertEquals(1, site.view().history(Site.QA, 10).size());
                assertEquals(1, engine.replicas(Site.QA).size());
            });
        }
    }

    @Test
    @Tag("docker")
    void scalingThatHadBegunNothingRunsAnew() throws Throwable {
        site = Site.in(folder);
        try (var engine = new Engine(site)) {
            sessions.then(jenkins -> {
                var pipelines = new Pipelines(jenkins);
                var job = pipelines.job(
                        "shop", "node {\n" + site.checkout("developer") + "\n" + site.deployToQa() + "\n}");
                jenkins.buildAndAssertSuccess(job);
                assertTrue(BranchGate.get().deployer(site.id()).tryLock(Site.QA).isPresent(), "held until the restart");
                job.setDefinition(new CpsFlowDefinition(
                        "def more = scaleDeployment environment: 'qa', replicas: 2\n"
                                + "echo \"containers=$more.replicas\"",
                        true));
                var build = job.scheduleBuild2(0).waitForStart();
                jenkins.waitForMessage("Waiting: another deployment of qa is under way", build);
            });
            sessions.then(jenkins -> {
                var build = jenkins.jenkins
                        .getItemByFullName("shop", WorkflowJob.class)
                        .getBuildByNumber(2);

                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                jenkins.assertLogContains("containers=2", build);
                assertEquals(2, engine.replicas(Site.QA).size());
            });
        }
    }

    private static WorkflowRun restarted(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("shop", WorkflowJob.class).getBuildByNumber(1);
    }

    private void ask(JenkinsRule jenkins, String script) throws Exception {
        var asked = Asked.awaitBy(new Pipelines(jenkins).start("shop", script), site, jenkins);
        approval = asked.id();
    }

    private Asked afterRestart(JenkinsRule jenkins) {
        return Asked.latest(restarted(jenkins), site);
    }
}
