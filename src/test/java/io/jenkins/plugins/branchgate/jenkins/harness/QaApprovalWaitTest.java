package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.branchgate.gate.Person;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalReference;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The step {@code qaApproval} waits across a restart and ends as the ledger says. QA's deployment is only on paper. */
class QaApprovalWaitTest {
    private static final Person QA = new Person("qa", "Quinn", Set.of(), Set.of(), true);

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    private Path folder;

    private String url;
    private SiteId site;
    private CommitId tested;
    private TreeId tree;

    @BeforeEach
    void makeRepository() throws Exception {
        try (var git = Git.init()
                .setDirectory(folder.toFile())
                .setInitialBranch("master")
                .call()) {
            commit(git, "one");
            git.checkout().setCreateBranch(true).setName("developer").call();
            var head = commit(git, "two");
            tested = new CommitId(head.getName());
            tree = new TreeId(head.getTree().getName());
        }
        url = folder.toUri().toString();
        site = SiteId.of(url, SiteFolder.ROOT);
    }

    private RevCommit commit(Git git, String content) throws Exception {
        Files.writeString(folder.resolve("index.html"), content);
        git.add().addFilepattern(".").call();
        return git.commit()
                .setMessage(content)
                .setAuthor("Dev", "dev@example.org")
                .setSign(false)
                .call();
    }

    @Test
    void aRejectionAfterARestartAbortsTheBuildAndSaysWhoAndWhy() throws Throwable {
        sessions.then(jenkins -> {
            var run = ask(jenkins);
            assertEquals(0, jenkins.jenkins.getComputer("").countBusy(), "it holds no executor while it waits");
            assertEquals(ApprovalState.PENDING, approval(run).state());
        });
        sessions.then(jenkins -> {
            var run =
                    jenkins.jenkins.getItemByFullName("site", WorkflowJob.class).getBuildByNumber(1);
            assertTrue(run.isBuilding());
            BranchGate.get().gate(site).reject(asked(run).approval(), QA, "The price is wrong", Channel.PAGE);
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("Rejected by Quinn: The price is wrong", run);
        });
    }

    @Test
    void abortingTheBuildWithdrawsTheRequest() throws Throwable {
        sessions.then(jenkins -> {
            var run = ask(jenkins);
            run.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            while (approval(run).state() == ApprovalState.PENDING) {
                Thread.sleep(50);
            }
            assertEquals(ApprovalState.WITHDRAWN, approval(run).state());
        });
    }

    private WorkflowRun ask(JenkinsRule jenkins) throws Exception {
        deployOnPaper();
        var job = jenkins.createProject(WorkflowJob.class, "site");
        job.setDefinition(
                new CpsFlowDefinition("qaApproval from: 'developer', into: 'master', url: '" + url + "'", true));
        var run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Decide here", run);
        return run;
    }

    private void deployOnPaper() throws IOException {
        var qa = new EnvironmentSettings("qa", null, null, null, null, null, null, null, null, null, null, null, null)
                .environment();
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var id = DeploymentId.create(now);
        var release = new Release(
                ReleaseId.of(tested, null),
                tested,
                tree,
                new ImageRef("branch-gate/" + site + ":" + tested.abbreviated()),
                new ImageDigest("sha256:" + "a".repeat(64)),
                now);
        BranchGate.get().ledger(site, url, SiteFolder.ROOT).<Void, IOException>transact((view, append) -> {
            append.accept(new DeploymentOpened(
                    id,
                    qa,
                    DeploymentKind.DEPLOY,
                    tested,
                    Admission.OPEN,
                    null,
                    "test",
                    null,
                    new TargetId("docker:test")));
            for (var phase :
                    new Phase[] {Phase.START, Phase.PROBE, Phase.SWITCH, Phase.DRAIN, Phase.RETIRE, Phase.DONE}) {
                append.accept(new PhaseEntered(id, phase, release));
            }
            return null;
        });
    }

    private static ApprovalReference asked(WorkflowRun run) {
        return QaApprovalAction.of(run).get(0);
    }

    private Approval approval(WorkflowRun run) throws IOException {
        return BranchGate.get()
                .ledger(site)
                .view()
                .approval(asked(run).approval())
                .orElseThrow();
    }
}
