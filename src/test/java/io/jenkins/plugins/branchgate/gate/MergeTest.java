package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.acceptance.GitHttpServer;
import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.GitCredentials;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.MergeOutcome;
import io.jenkins.plugins.branchgate.git.MergeRequest;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Merging what was approved, on a real repository")
class MergeTest extends RepositoryFixture {

    private String message(CommitId commit) throws Exception {
        return remote.bareGit("log", "-1", "--format=%B", commit.value());
    }

    private String trailers(CommitId commit) throws Exception {
        return remote.bareGit("log", "-1", "--format=%(trailers:only)", commit.value());
    }

    @Test
    @DisplayName("An approved merge is on the remote, recorded, and production runs the very image QA approved")
    void merged() throws Exception {
        var merged = merge(decide(ask(), QUINN));
        assertEquals(ApprovalState.MERGED, merged.state());
        var commit = merged.mergeCommit();
        assertEquals(remote.tip("master"), commit);
        assertEquals(
                "QA-Approved-by: Quinn <quinn>\nQA-Release: " + Samples.digest(7)
                        + "\nBuild-URL: https://ci.example.org/job/site/7/\nQA-Tested-Commit: "
                        + merged.release().commit(),
                trailers(commit));
        assertTrue(message(commit).startsWith("Merge developer into master\n\n"), message(commit));
        var production = Samples.environment(Samples.PRODUCTION);
        assertEquals(Admission.APPROVED, gate.admit(new AdmissionRequest(production, commit, commit, "ci")));
        repository.fetch(Samples.MASTER);
        var tree = repository.siteTree(commit, SiteFolder.ROOT).tree();
        assertEquals(
                merged.release(), gate.approvedRelease(production, commit, tree).orElseThrow());
        assertTrue(
                gate.approvedRelease(production, commit, Samples.tree(1)).isEmpty(), "another content has to be built");
        assertEquals(merged, merge(merged), "merging again finds it done");
    }

    @Test
    @DisplayName("Every approver of the quorum has a trailer")
    void everyApprover() throws Exception {
        var tested = ask();
        var two = gate.open(new OpenRequest(
                tested.environment(),
                tested.from(),
                tested.into(),
                tested.release(),
                Pins.look(repository, ledger.view(), tested, true, null),
                terms(new Approvers(Set.of(), Set.of(), 2, false)),
                Set.of(),
                null,
                null));
        var merged = merge(decide(two, QUINN, RAE));
        var trailers = trailers(merged.mergeCommit());
        assertTrue(
                trailers.startsWith("QA-Approved-by: Quinn <quinn>\nQA-Approved-by: Rae <rae>\nQA-Release: "),
                trailers);
        assertFalse(trailers.contains("Build-URL"), trailers);
    }

    @Test
    @DisplayName("A hostile name or build page makes no line and no trailer of its own")
    void hostileText() throws Exception {
        var mallory = new Person(
                "mallory>\n",
                "Mal\r\n\r\nQA-Approved-by: The Boss <boss>\u2028QA-Release: sha256:0\u202e\ud800\u0000"
                        + "y".repeat(999),
                Set.of(),
                Set.of(),
                true);
        var approval = ask(
                MergeStrategy.MERGE, RetestPolicy.NEVER, "https://ci.example.org/\nQA-Approved-by: The Boss <boss>");
        var merged = merge(decide(approval, mallory));
        var lines = trailers(merged.mergeCommit()).split("\n");
        assertEquals(3, lines.length, () -> String.join("\n", lines));
        assertTrue(lines[0].startsWith("QA-Approved-by: Mal QA-Approved-by: The Boss boss QA-Release"), lines[0]);
        assertTrue(lines[0].endsWith(" <mallory>"), lines[0]);
        assertEquals("QA-Release: " + Samples.digest(7), lines[1]);
        assertTrue(lines[2].startsWith("QA-Tested-Commit: "), lines[2]);
    }

    @Test
    @DisplayName("A crash between push and record is settled by asking the remote, which is not merged into twice")
    void crashAfterPush() throws Exception {
        var approval = decide(ask(), QUINN);
        Merger crashing = new Merger() {
            @Override
            public MergeOutcome merge(MergeRequest request) throws GitException {
                repository.merge(request);
                throw new IllegalStateException("the process is gone");
            }

            @Override
            public boolean isIn(CommitId commit, BranchName branch) {
                return true;
            }

            @Override
            public Commits commitsWithout(Collection<CommitId> heads, Collection<CommitId> others, int most)
                    throws GitException {
                return repository.commitsWithout(heads, others, most);
            }
        };
        assertThrows(IllegalStateException.class, () -> gate.merge(approval.id(), crashing, BRANCH_GATE));
        var pushed = remote.tip("master");
        restart();
        assertEquals(ApprovalState.MERGING, state(approval));
        assertEquals(approval.id(), gate.unsettled().get(0).id());
        remote.somebodyPushes("master", "later.html", "later");
        var merged = merge(approval);
        assertEquals(ApprovalState.MERGED, merged.state());
        assertEquals(pushed, merged.mergeCommit());
        assertEquals("1", remote.bareGit("rev-list", "--count", "--merges", "master"));
        assertEquals(List.of(), gate.unsettled());
    }

    @Test
    @DisplayName("A crash before the push is made good for")
    void crashBeforePush() throws Exception {
        var approval = decide(ask(), QUINN);
        assertThrows(AssertionError.class, () -> gate.merge(approval.id(), NoMerger.INSTANCE, BRANCH_GATE));
        restart();
        assertEquals(ApprovalState.MERGING, state(approval));
        var merged = merge(approval);
        assertEquals(ApprovalState.MERGED, merged.state());
        assertEquals(remote.tip("master"), merged.mergeCommit());
    }

    @Test
    @DisplayName("A remote that cannot be asked leaves the approval unsettled, not failed")
    void unreachable() throws Exception {
        var approval = decide(ask(), QUINN);
        Merger cutOff = new Merger() {
            @Override
            public MergeOutcome merge(MergeRequest request) throws GitException {
                throw new GitException(GitException.Reason.UNREACHABLE, "git.example.org does not answer.");
            }

            @Override
            public boolean isIn(CommitId commit, BranchName branch) {
                return true;
            }

            @Override
            public Commits commitsWithout(Collection<CommitId> heads, Collection<CommitId> others, int most)
                    throws GitException {
                return repository.commitsWithout(heads, others, most);
            }
        };
        for (int i = 0; i < 2; i++) {
            var thrown =
                    assertThrows(MergeUnsettledException.class, () -> gate.merge(approval.id(), cutOff, BRANCH_GATE));
            assertTrue(thrown.getMessage().contains("git.example.org does not answer"), thrown.getMessage());
            assertEquals(ApprovalState.MERGING, state(approval));
        }
        assertEquals(ApprovalState.MERGED, merge(approval).state());
    }

    @Test
    @DisplayName("A push the remote refuses fails the approval with the remote's words")
    void refused() throws Exception {
        var approval = decide(ask(), QUINN);
        remote.hook("pre-receive", "echo 'master is protected by policy 42' >&2; exit 1");
        repository.close();
        Approval failed;
        try (var server = new GitHttpServer(folder, "qa", "s3cret", pushed -> {})) {
            repository = SiteRepository.open(
                    folder.resolve("mirror"),
                    new Remote(server.url("site.git").toString(), new GitCredentials.UserPassword("qa", "s3cret")));
            failed = merge(approval);
        }
        assertEquals(ApprovalState.FAILED, failed.state());
        assertTrue(failed.ended().contains("policy 42"), failed.ended());
        assertNull(failed.mergeCommit());
        var late = assertThrows(AlreadyDecidedException.class, () -> merge(approval));
        assertEquals(ApprovalState.FAILED, late.state());
    }

    @Test
    @DisplayName("A target branch that is gone fails the approval at once")
    void targetGone() throws Exception {
        var approval = decide(ask(), QUINN);
        remote.bareGit("branch", "-D", "master");
        var failed = merge(approval);
        assertEquals(ApprovalState.FAILED, failed.state());
        assertTrue(failed.ended().contains("no branch master"), failed.ended());
    }

    @Test
    @DisplayName("A target that gets other content between decision and push asks for a new QA round")
    void movedAfterDecision() throws Exception {
        var approval = decide(ask(), QUINN);
        var theirs = remote.somebodyPushes("master", "new.html", "new");
        var failed = merge(approval);
        assertEquals(ApprovalState.FAILED, failed.state());
        assertTrue(failed.ended().contains("no longer be what was shown"), failed.ended());
        assertEquals(theirs, remote.tip("master"));
    }

    @Test
    @DisplayName("A target that moved without another outcome is merged into")
    void movedWithoutDifference() throws Exception {
        remote.somebodyPushes("developer", "more.html", "more");
        var approval = decide(ask(), QUINN);
        remote.git("push", "-q", "origin", approval.release().commit() + "^:refs/heads/master");
        var moved = remote.tip("master");
        var merged = merge(approval);
        assertEquals(ApprovalState.MERGED, merged.state());
        assertEquals(moved.value(), remote.bareGit("rev-parse", merged.mergeCommit() + "^1"));
    }

    @Test
    @DisplayName("A conflict that arises between decision and push fails with the files")
    void conflict() throws Exception {
        var approval = decide(ask(MergeStrategy.MERGE, RetestPolicy.NEVER, null), QUINN);
        remote.somebodyPushes("master", "index.html", "<h1>three</h1>\n");
        var failed = merge(approval);
        assertEquals(ApprovalState.FAILED, failed.state());
        assertTrue(failed.ended().contains("conflicts in index.html"), failed.ended());
    }

    @Test
    @DisplayName("What looking at the pins finds: newer commits, a moved target, conflicts, a source branch gone")
    void look() throws Exception {
        var approval = ask();
        assertEquals(
                0, Pins.look(repository, ledger.view(), approval, true, null).newerCommits());
        remote.somebodyPushes("developer", "more.html", "more");
        var later = remote.somebodyPushes("developer", "more.html", "yet more");
        var pins = Pins.look(repository, ledger.view(), approval, true, null);
        assertEquals(2, pins.newerCommits());
        assertEquals(later, pins.sourceHead());
        var moved = remote.somebodyPushes("master", "index.html", "<h1>three</h1>\n");
        var conflicting = Pins.look(repository, ledger.view(), approval, true, null);
        assertEquals(moved, conflicting.targetTip());
        assertThrows(
                NotApprovableException.class,
                () -> gate.approve(approval.id(), QUINN, null, List.of(), Channel.PAGE, conflicting));
        remote.bareGit("branch", "-D", "developer");
        assertNull(Pins.look(repository, ledger.view(), approval, true, null).sourceHead());
    }

    @Test
    @DisplayName("The tested commit is merged, and what came after it is not")
    void testedCommitOnly() throws Exception {
        var approval = ask();
        remote.somebodyPushes("developer", "untested.html", "untested");
        var merged = merge(decide(approval, QUINN));
        assertFalse(
                remote.bareGit("ls-tree", "--name-only", merged.mergeCommit().value())
                        .contains("untested.html"));
    }

    @Test
    @DisplayName("Nothing to merge, the target is at the tested commit: that one is let in")
    void alreadyMerged() throws Exception {
        remote.git("push", "-q", "origin", "developer:master");
        var merged = merge(decide(ask(), QUINN));
        assertEquals(ApprovalState.MERGED, merged.state());
        var tip = remote.tip("master");
        assertEquals(tip, merged.mergeCommit());
        var production = Samples.environment(Samples.PRODUCTION);
        assertEquals(Admission.APPROVED, gate.admit(new AdmissionRequest(production, tip, tip, "ci")));
    }

    @Test
    @DisplayName("Nothing to merge, but other content on top: that is not approved along with it")
    void alreadyMergedAndMore() throws Exception {
        var approval = decide(ask(), QUINN);
        remote.git("fetch", "-q", "origin");
        remote.git("checkout", "-q", "-f", "--detach", "origin/developer");
        remote.git("commit", "-q", "--allow-empty", "-m", "merge by hand");
        remote.write("smuggled.html", "smuggled");
        var smuggled = remote.commitAndPush("master", "And more");
        var merged = merge(approval);
        assertEquals(ApprovalState.MERGED, merged.state());
        var production = Samples.environment(Samples.PRODUCTION);
        assertThrows(
                NotAdmittedException.class,
                () -> gate.admit(new AdmissionRequest(production, smuggled, Samples.commit(3), "ci")));
    }

    @Test
    @DisplayName("Merged by hand onto content nobody approved: that merge is not approved along with it")
    void mergedByHandOntoOther() throws Exception {
        var approval = decide(ask(), QUINN);
        remote.somebodyPushes("master", "smuggled.html", "smuggled");
        remote.git(
                "merge",
                "-q",
                "--no-ff",
                "-m",
                "By hand",
                approval.release().commit().value());
        var byHand = remote.commitAndPush("master", "And on");
        var mergeByHand = new CommitId(remote.git("rev-parse", "HEAD^1"));
        var merged = merge(approval);
        assertEquals(ApprovalState.MERGED, merged.state());
        assertEquals(approval.release().commit(), merged.mergeCommit());
        var production = Samples.environment(Samples.PRODUCTION);
        for (var commit : List.of(byHand, mergeByHand)) {
            assertThrows(
                    NotAdmittedException.class,
                    () -> gate.admit(new AdmissionRequest(production, commit, Samples.commit(3), "ci")));
        }
    }

    @Test
    @DisplayName("Fast-forward and squash are recorded with the commit the target then has")
    void strategies() throws Exception {
        var forwarded = merge(decide(ask(MergeStrategy.FAST_FORWARD_ONLY, RetestPolicy.ALWAYS, null), QUINN));
        assertEquals(forwarded.release().commit(), forwarded.mergeCommit());
        remote.somebodyPushes("developer", "next.html", "next");
        var squashed = merge(decide(ask(MergeStrategy.SQUASH, RetestPolicy.ALWAYS, null), QUINN));
        assertEquals(remote.tip("master"), squashed.mergeCommit());
        assertTrue(trailers(squashed.mergeCommit()).contains("QA-Approved-by: Quinn <quinn>"));
    }

    @Test
    @DisplayName("What is pending is not merged")
    void pending() throws Exception {
        var approval = ask();
        var thrown = assertThrows(NotApprovableException.class, () -> merge(approval));
        assertTrue(thrown.getMessage().contains("still pending"), thrown.getMessage());
    }
}
