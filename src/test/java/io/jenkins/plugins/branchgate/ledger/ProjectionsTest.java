package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.PRODUCTION;
import static io.jenkins.plugins.branchgate.ledger.Samples.QA;
import static io.jenkins.plugins.branchgate.ledger.Samples.append;
import static io.jenkins.plugins.branchgate.ledger.Samples.approval;
import static io.jenkins.plugins.branchgate.ledger.Samples.approvalId;
import static io.jenkins.plugins.branchgate.ledger.Samples.commit;
import static io.jenkins.plugins.branchgate.ledger.Samples.deploy;
import static io.jenkins.plugins.branchgate.ledger.Samples.deployment;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static io.jenkins.plugins.branchgate.ledger.Samples.opened;
import static io.jenkins.plugins.branchgate.ledger.Samples.release;
import static io.jenkins.plugins.branchgate.ledger.Samples.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.Traffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionsTest {

    @TempDir
    Path folder;

    private Ledger ledger;

    @BeforeEach
    void openLedger() throws Exception {
        ledger = open(folder.resolve("ledger.jsonl"));
    }

    @AfterEach
    void closeLedger() throws Exception {
        ledger.close();
    }

    @Test
    void theNewestRefusalSinceWhatRunsIsKnownWithoutReadingTheFile() throws Exception {
        append(ledger, new EntryRefused(QA, commit(1), "never tested", "dan"));
        assertEquals(commit(1), refused(QA), "nothing ran yet");
        laterBy(1);
        deploy(ledger, 1, QA);
        assertNull(refused(QA), "something else came in since");
        laterBy(2);
        append(ledger, new EntryRefused(QA, commit(2), "never tested", "dan"));
        append(ledger, new EntryRefused(QA, commit(3), "never tested", "dan"));
        for (int i = 0; i < 400; i++) {
            append(ledger, new EntryRefused(PRODUCTION, commit(4), "never tested", "dan"));
        }
        var before = ledger.view();
        ledger.close();
        assertEquals(commit(3), before.refused(QA).orElseThrow().commit(), "the file is closed by now");

        laterBy(3);
        assertEquals(commit(3), refused(QA), "known again after a restart");
        append(ledger, new EnvironmentRemoved(PRODUCTION));
        assertNull(refused(PRODUCTION));
    }

    private void laterBy(int seconds) throws Exception {
        ledger.close();
        ledger = open(folder.resolve("ledger.jsonl"), Clock.offset(Samples.CLOCK, Duration.ofSeconds(seconds)));
    }

    private CommitId refused(EnvironmentName environment) {
        return ledger.view().refused(environment).map(EntryRefused::commit).orElse(null);
    }

    private DeploymentId current() {
        return ledger.view().current(QA).map(Deployment::id).orElse(null);
    }

    @Test
    void aDeploymentIsCurrentFromTheEndOfItsSwitch() throws Exception {
        deploy(ledger, 1, QA);
        append(ledger, opened(2, QA), new PhaseEntered(deployment(2), Phase.SWITCH, release(2)));
        assertEquals(deployment(1), current());
        assertEquals(deployment(2), ledger.view().inProgress(QA).orElseThrow().id());
        append(ledger, new PhaseEntered(deployment(2), Phase.DRAIN, release(2)));
        assertEquals(deployment(2), current());
        assertTrue(ledger.view().ran(QA, commit(1)));
        assertTrue(ledger.view().inProgress(QA).isPresent());
        append(ledger, new PhaseEntered(deployment(2), Phase.DONE, release(2)));
        assertTrue(ledger.view().inProgress(QA).isEmpty());
    }

    @Test
    void aFailureBeforeTheSwitchLeavesTheOldOneCurrent() throws Exception {
        deploy(ledger, 1, QA);
        append(ledger, opened(2, QA), new PhaseEntered(deployment(2), Phase.START, release(2)));
        append(ledger, new DeploymentFailed(deployment(2), "not healthy"));
        assertEquals(deployment(1), current());
        var failed = ledger.view().deployment(deployment(2)).orElseThrow();
        assertEquals(Phase.FAILED, failed.phase());
        assertEquals("not healthy", failed.failure());
        assertTrue(ledger.view().inProgress(QA).isEmpty());
        assertFalse(ledger.view().ran(QA, commit(2)));
    }

    @Test
    void aFailureAfterTheSwitchIsCurrentUntilARollbackIs() throws Exception {
        deploy(ledger, 1, QA);
        append(ledger, opened(2, QA), new PhaseEntered(deployment(2), Phase.DRAIN, release(2)));
        append(ledger, new DeploymentFailed(deployment(2), "5xx rose"));
        assertEquals(deployment(2), current());
        append(
                ledger,
                new DeploymentOpened(
                        deployment(3),
                        Samples.environment(QA),
                        DeploymentKind.ROLLBACK,
                        commit(1),
                        Admission.KNOWN,
                        null,
                        "dev",
                        null,
                        Samples.TARGET),
                new PhaseEntered(deployment(3), Phase.DRAIN, release(1)));
        assertEquals(deployment(3), current());
        assertEquals(release(1), ledger.view().current(QA).orElseThrow().release());
        append(ledger, new PhaseEntered(deployment(1), Phase.DONE, release(1)));
        assertEquals(deployment(3), current(), "a late phase of an older deployment does not bring it back");
    }

    @Test
    void phasesAndTrafficAreKept() throws Exception {
        deploy(ledger, 1, QA);
        append(ledger, new PhaseEntered(deployment(1), Phase.DONE, null));
        append(ledger, new TrafficCounted(deployment(1), new Traffic(99, 1)));
        var done = ledger.view().deployment(deployment(1)).orElseThrow();
        assertEquals(
                List.of(Phase.BUILD, Phase.START, Phase.PROBE, Phase.SWITCH, Phase.DRAIN, Phase.RETIRE, Phase.DONE),
                done.phases().stream().map(time -> time.phase()).toList());
        assertEquals(new Traffic(99, 1), done.traffic());
        assertEquals(release(1), done.release());
    }

    @Test
    void aRemovedEnvironmentIsGoneButItsHistoryStays() throws Exception {
        deploy(ledger, 1, QA);
        append(ledger, opened(2, PRODUCTION));
        assertEquals(Set.of(QA, PRODUCTION), ledger.view().environments());
        append(ledger, new EnvironmentRemoved(QA));
        assertEquals(Set.of(PRODUCTION), ledger.view().environments());
        assertNull(current());
        assertEquals(1, ledger.view().history(QA, 10).size());
        assertTrue(ledger.view().everRan(QA), "removing an environment is no way around its gate");
        assertFalse(ledger.view().everRan(PRODUCTION), "it was never switched to anything");
    }

    @Test
    void aReleaseIsFoundByWhatItWasBuiltFromWhereItRan() throws Exception {
        var image = built("web/Dockerfile", 1);
        begin(1, QA, "web/Dockerfile", Samples.TARGET, image);
        assertTrue(
                ledger.view()
                        .builtFrom(Samples.TARGET, tree(1), "web/Dockerfile")
                        .isEmpty(),
                "nobody has seen it run yet");
        append(ledger, new PhaseEntered(deployment(1), Phase.DONE, image));
        assertEquals(
                image,
                ledger.view()
                        .builtFrom(Samples.TARGET, tree(1), "web/Dockerfile")
                        .orElseThrow());
        assertTrue(ledger.view().builtFrom(Samples.TARGET, tree(1), null).isEmpty());
        assertTrue(
                ledger.view()
                        .builtFrom(TargetId.ofDocker("other"), tree(1), "web/Dockerfile")
                        .isEmpty(),
                "what one target says is said of no other");
        begin(2, PRODUCTION, null, Samples.TARGET, image);
        append(ledger, new PhaseEntered(deployment(2), Phase.DONE, image));
        assertTrue(
                ledger.view().builtFrom(Samples.TARGET, tree(1), null).isEmpty(),
                "production ran what QA built, with QA's Dockerfile, and built nothing itself");
        var failed = built(null, 77);
        begin(3, PRODUCTION, null, Samples.TARGET, failed);
        append(ledger, new DeploymentFailed(deployment(3), "it did not start"));
        assertTrue(ledger.view().builtFrom(Samples.TARGET, tree(1), null).isEmpty());
        assertEquals(failed, ledger.view().release(failed.id()).orElseThrow());
    }

    private static Release built(String dockerfile, int digest) {
        return new Release(
                ReleaseId.of(commit(1), dockerfile),
                commit(1),
                tree(1),
                release(1).image(),
                Samples.digest(digest),
                Samples.NOW);
    }

    private void begin(int n, EnvironmentName name, String dockerfile, TargetId target, Release release)
            throws Exception {
        append(
                ledger,
                new DeploymentOpened(
                        deployment(n),
                        Samples.environment(name, dockerfile),
                        DeploymentKind.DEPLOY,
                        commit(1),
                        Admission.OPEN,
                        null,
                        "dev",
                        null,
                        target),
                new PhaseEntered(deployment(n), Phase.START, release));
    }

    @Test
    void approvalsMoveAndEnd() throws Exception {
        append(ledger, new ApprovalOpened(approval(1)), new ApprovalOpened(approval(2)));
        assertEquals(List.of(approvalId(2), approvalId(1)), ids(ledger.view().approvals(10)));
        assertEquals(List.of(approvalId(2)), ids(ledger.view().approvals(1)));
        append(ledger, new ApprovalMoved(approvalId(1), ApprovalState.PENDING, ApprovalState.APPROVED, "ok", null));
        assertEquals(List.of(approvalId(1), approvalId(2)), ids(ledger.view().open()));
        assertNull(ledger.view().approval(approvalId(1)).orElseThrow().endedAt());
        append(
                ledger,
                new ApprovalMoved(approvalId(1), ApprovalState.APPROVED, ApprovalState.MERGED, "merged", commit(9)));
        var merged = ledger.view().mergedAs(commit(9)).orElseThrow();
        assertEquals(approvalId(1), merged.id());
        assertEquals("merged", merged.ended());
        assertEquals(Samples.NOW, merged.endedAt());
        assertEquals(List.of(approvalId(2)), ids(ledger.view().open()));
    }

    private static List<?> ids(List<io.jenkins.plugins.branchgate.model.Approval> approvals) {
        return approvals.stream().map(approval -> approval.id()).toList();
    }

    @Test
    void theSitesAddressIsKeptWithoutUserAndPassword() throws Exception {
        var file = folder.resolve("other.jsonl");
        String secret = "https://dev:se%40cret@git.example.org/site.git";
        try (var other = Ledger.open(file, LedgerHeader.of(Samples.SITE, secret, SiteFolder.ROOT), Samples.CLOCK)) {
            var site = other.view().site().orElseThrow();
            assertEquals("https://git.example.org/site.git", site.remote());
            assertEquals("git.example.org/site", site.repository());
        }
        assertFalse(Files.readString(file).contains("cret"));
        var ssh = LedgerHeader.of(Samples.SITE, "ssh://git:secret@git.example.org/site.git", SiteFolder.ROOT);
        assertEquals("ssh://git@git.example.org/site.git", ssh.remote());
    }
}
