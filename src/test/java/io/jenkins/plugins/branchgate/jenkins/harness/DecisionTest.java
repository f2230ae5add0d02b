package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import io.jenkins.plugins.branchgate.jenkins.approval.BackgroundTasks;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jenkins.model.CauseOfInterruption;
import jenkins.model.InterruptedBuildAction;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What becomes of a build that asked, when the answer is not yes. */
@WithJenkins
class DecisionTest {
    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private Site site;

    @BeforeEach
    void siteThatQaRuns(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Staff.employ(jenkins);
        site = Site.in(folder);
        site.seemsToRunInQa();
    }

    @Test
    void aRebuildOfTheSameCommitWaitsForTheSameAnswer() throws Exception {
        var job = new Pipelines(jenkins).job("shop", site.ask(""));
        var first = job.scheduleBuild2(0).waitForStart();
        var asked = Asked.awaitBy(first, site, jenkins);
        var second = job.scheduleBuild2(0).waitForStart();
        var joined = Asked.awaitBy(second, site, jenkins);
        var third = job.scheduleBuild2(0).waitForStart();
        Asked.awaitBy(third, site, jenkins);

        assertEquals(asked.id(), joined.id());
        jenkins.assertLogContains("The same question waits for its answer already, asked by", second);
        third.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(third));
        awaitWithdrawals(asked, third);
        assertEquals(ApprovalState.PENDING, asked.state(), "who only waited along takes nothing back");
        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            assertEquals(
                    200,
                    quinn.post(joined.page() + "reject", "comment", "The title is wrong")
                            .getStatusCode());
        }
        for (var build : new WorkflowRun[] {first, second}) {
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("Rejected by quinn: The title is wrong", build);
        }
    }

    /** What an abort began in the background is over when this returns. */
    private static void awaitWithdrawals(Asked asked, WorkflowRun build) throws Exception {
        String name = "the withdrawal of approval " + asked.id() + " by " + build;
        var over = new CountDownLatch(1);
        BackgroundTasks.get().run(name, name, "after " + name, over::countDown);
        assertTrue(over.await(1, TimeUnit.MINUTES));
    }

    @Test
    void rejectionNeedsAReasonAndAbortsTheBuildSayingWhoAndWhy() throws Exception {
        var build = new Pipelines(jenkins).start("shop", site.ask(""));
        var asked = Asked.awaitBy(build, site, jenkins);
        String master = site.remote().tip("master").value();

        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            for (var reason : new String[] {"", "  \n "}) {
                var refused = quinn.post(asked.page() + "reject", "comment", reason);
                assertEquals(400, refused.getStatusCode());
                assertTrue(refused.getContentAsString().contains("reason"), refused.getContentAsString());
                assertEquals(ApprovalState.PENDING, asked.state());
            }
            assertTrue(build.isBuilding());
            var done = quinn.post(asked.page() + "reject", "comment", "The title is wrong");
            assertEquals(200, done.getStatusCode(), done.getContentAsString());
        }

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("Rejected by quinn: The title is wrong", build);
        assertEquals("Rejected by quinn: The title is wrong", interruption(build));
        assertEquals(ApprovalState.REJECTED, asked.state());
        assertEquals(master, site.remote().tip("master").value());
    }

    @Test
    void abortingTheBuildWithdrawsAndIsRecorded() throws Exception {
        var build = new Pipelines(jenkins).start("shop", site.ask(""));
        var asked = Asked.awaitBy(build, site, jenkins);

        try (var ignored = ACL.as2(User.getById(Staff.DEVELOPER, true).impersonate2())) {
            build.getExecutor().interrupt(Result.ABORTED, new CauseOfInterruption.UserInterruption(Staff.DEVELOPER));
        }

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        var ended = asked.awaitEnd();
        assertEquals(ApprovalState.WITHDRAWN, ended.state());
        var last = ended.votes().get(ended.votes().size() - 1);
        assertEquals(Verdict.WITHDRAW, last.verdict());
        assertEquals(Channel.BUILD, last.channel());
        assertEquals(Staff.DEVELOPER, last.by());
    }

    @Test
    void abortingWhileItIsBeingAskedForLeavesNothingOpen() throws Exception {
        var release = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        var ledger = site.ledger();
        var holder = new Thread(() -> holdLedger(ledger, held, release));
        holder.start();
        held.await();
        var build = new Pipelines(jenkins).start("shop", site.ask(""));
        jenkins.waitForMessage("[Pipeline] qaApproval", build);

        build.getExecutor().interrupt(Result.ABORTED, new CauseOfInterruption.UserInterruption(Staff.DEVELOPER));
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        release.countDown();
        holder.join();

        Await.until("the approval", () -> !site.view().approvals(1).isEmpty());
        assertEquals(
                ApprovalState.WITHDRAWN,
                new Asked(site, build, site.view().approvals(1).get(0).id())
                        .awaitEnd()
                        .state());
    }

    /** Keeps everyone else from writing. */
    private static void holdLedger(Ledger ledger, CountDownLatch held, CountDownLatch release) {
        try {
            ledger.<Void, InterruptedException>transact((view, append) -> {
                held.countDown();
                release.await();
                return null;
            });
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutWaitingTheBuildEndsAndTheApprovalStaysOpen() throws Exception {
        var build = new Pipelines(jenkins).run("shop", """
                def asked = %s
                echo "decision=$asked.decision by=$asked.approver merge=$asked.mergeCommit"
                """.formatted(site.ask(", wait: false")));

        jenkins.assertBuildStatusSuccess(build);
        jenkins.assertLogContains("decision=pending by=null merge=null", build);
        var asked = Asked.latest(build, site);
        assertEquals(ApprovalState.PENDING, asked.state());
        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            assertEquals(
                    200, quinn.post(asked.page() + "reject", "comment", "No").getStatusCode());
        }
        assertEquals(ApprovalState.REJECTED, asked.state());
        jenkins.assertBuildStatusSuccess(build);
    }

    @Test
    void programDecidesWithJsonAndIsToldInJson() throws Exception {
        var build = new Pipelines(jenkins).start("shop", site.ask(""));
        var asked = Asked.awaitBy(build, site, jenkins);

        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            for (var nonsense :
                    new String[] {"", "null", "{\"ticked\": [null]}", "[]", "{\"comment\":", "{\"comment\": {}}", "{}"
                    }) {
                var refused = quinn.callJson(asked.page() + "reject", nonsense);
                assertEquals(400, refused.getStatusCode(), nonsense);
                assertEquals("application/json", refused.getContentType(), nonsense);
                assertTrue(refused.getContentAsString().contains("\"ok\":false"), refused.getContentAsString());
            }
            assertEquals(ApprovalState.PENDING, asked.state());
            var done = quinn.callJson(asked.page() + "reject", "{\"comment\": \"No\", \"unknown\": 1}");
            assertEquals(200, done.getStatusCode(), done.getContentAsString());
            assertTrue(done.getContentAsString().contains("\"state\":\"rejected\""), done.getContentAsString());
        }
        assertEquals(Channel.REST, asked.approval().votes().get(0).channel());
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }

    /** The body of someone who may not decide is not even read. */
    @Test
    void aHugeBodyIsRefusedAndOfSomeoneWhoMayNotDecideIsNotRead() throws Exception {
        var build = new Pipelines(jenkins).start("shop", site.ask(", wait: false"));
        var asked = Asked.awaitBy(build, site, jenkins);
        String huge = "{\"comment\": \"" + "x".repeat(200_000) + "\"}";

        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            var refused = quinn.callJson(asked.page() + "reject", huge);
            assertEquals(413, refused.getStatusCode());
            assertTrue(refused.getContentAsString().contains("64 KiB"), refused.getContentAsString());
        }
        try (var dan = Visitor.of(jenkins, Staff.DEVELOPER)) {
            var refused = dan.callJson(asked.page() + "reject", huge);
            assertEquals(403, refused.getStatusCode(), refused.getContentAsString());
        }
        assertEquals(ApprovalState.PENDING, asked.state());
    }

    @Test
    void deletingTheBuildWithdrawsWhatNobodyCouldSeeAnyMore() throws Exception {
        var build = new Pipelines(jenkins).run("shop", site.ask(", wait: false"));
        var asked = Asked.latest(build, site);

        build.delete();

        assertEquals(ApprovalState.WITHDRAWN, asked.awaitEnd().state());
    }

    private static String interruption(Run<?, ?> build) {
        return build.getAction(InterruptedBuildAction.class).getCauses().get(0).getShortDescription();
    }
}
