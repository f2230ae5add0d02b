package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.gate.NotApprovableException.Reason;
import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.MergeOutcome;
import io.jenkins.plugins.branchgate.git.MergeRequest;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import io.jenkins.plugins.branchgate.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Nothing enters a gated environment that was neither let in before nor tested, on a real repository")
class UntestedCommitsTest extends RepositoryFixture {

    private static final EnvironmentName MINE = new EnvironmentName("mine");

    private CommitId first;

    /** Production took master's head once. */
    @BeforeEach
    void firstRelease() throws Exception {
        first = repository.fetch(Samples.MASTER);
        runs(Samples.PRODUCTION, first, Admission.INITIAL);
    }

    private CommitId evil() throws Exception {
        return remote.somebodyPushes("master", "evil.html", "evil");
    }

    private void assertUntested(Approval approval, CommitId named) {
        var refused = assertThrows(NotApprovableException.class, () -> decide(approval, QUINN));
        assertEquals(Reason.UNTESTED_COMMITS, refused.reason());
        assertTrue(refused.getMessage().contains(named.abbreviated() + " by Dev Eloper"), refused.getMessage());
        assertTrue(refused.getMessage().contains("Override"), refused.getMessage());
        assertEquals(ApprovalState.PENDING, state(approval));
    }

    private void assertKeptOut(CommitId commit) {
        var production = Samples.environment(Samples.PRODUCTION);
        assertThrows(
                NotAdmittedException.class,
                () -> gate.admit(new AdmissionRequest(production, commit, Samples.commit(3), "ci")));
    }

    @ParameterizedTest
    @EnumSource(RetestPolicy.class)
    void aCommitPushedStraightToMasterDoesNotRideAlongWithTheNextApproval(RetestPolicy retest) throws Exception {
        var evil = evil();
        assertKeptOut(evil);
        assertUntested(ask(retest), evil);
        assertEquals(evil, remote.tip("master"), "nothing was pushed");
    }

    @Test
    void whatIsUntestedIsListedNewestFirstWithItsAuthor() throws Exception {
        var evil = evil();
        var worse = remote.somebodyPushes("master", "worse.html", "worse");
        var untested = look(ask()).untested();
        assertEquals(
                List.of(worse, evil),
                untested.listed().stream().map(commit -> commit.id()).toList());
        assertEquals("Dev Eloper", untested.listed().get(0).author().name());
    }

    @Test
    void aCommitPushedBetweenVoteAndMergeDoesNotRideAlong() throws Exception {
        var approved = decide(ask(RetestPolicy.NEVER), QUINN);
        var evil = evil();
        var failed = merge(approved);
        assertEquals(ApprovalState.FAILED, failed.state());
        assertTrue(failed.ended().contains(evil.abbreviated()), failed.ended());
        assertEquals(evil, remote.tip("master"));
    }

    @Test
    void aCommitPushedWhileItIsMergedDoesNotRideAlong() throws Exception {
        var approved = decide(ask(RetestPolicy.NEVER), QUINN);
        var racing = new RacedMerger(repository, () -> {
            try {
                evil();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        var failed = gate.merge(approved.id(), racing, BRANCH_GATE);
        assertEquals(2, racing.judged, "again after the push that was too late");
        assertEquals(ApprovalState.FAILED, failed.state());
        assertTrue(failed.ended().contains("nor let in before"), failed.ended());
    }

    @Test
    void aMergeMadeByHandOntoAnUntestedCommitIsNotTakenForTheApprovedOne() throws Exception {
        var approved = decide(ask(RetestPolicy.NEVER), QUINN);
        evil();
        remote.git(
                "merge",
                "-q",
                "--no-ff",
                "-m",
                "By hand",
                approved.release().commit().value());
        var byHand = remote.commitAndPush("master", "And on");
        var merged = merge(approved);
        assertEquals(approved.release().commit(), merged.mergeCommit());
        assertKeptOut(byHand);
        assertKeptOut(new CommitId(remote.git("rev-parse", "HEAD^1")));
    }

    @ParameterizedTest
    @EnumSource(
            value = MergeStrategy.class,
            names = {"MERGE", "FAST_FORWARD_ONLY"})
    void approvingWhatMasterHasAlreadyAdmitsNothingOnTopOfIt(MergeStrategy strategy) throws Exception {
        remote.git("push", "-q", "origin", "developer:master");
        var evil = evil();
        var approval = ask(strategy, RetestPolicy.NEVER, null);
        var merged = merge(decide(approval, QUINN));
        assertEquals(approval.release().commit(), merged.mergeCommit());
        assertKeptOut(evil);
    }

    @Test
    void anEmptyCommitOnTopOfWhatMasterHasAlreadyIsNotAdmittedEither() throws Exception {
        remote.git("fetch", "-q", "origin");
        remote.git("checkout", "-q", "-f", "--detach", "origin/developer");
        var same = remote.commitAndPush("master", "The same tree");
        var merged = merge(decide(ask(), QUINN));
        assertEquals(new CommitId(remote.git("rev-parse", "HEAD^")), merged.mergeCommit());
        assertKeptOut(same);
    }

    @Test
    void broughtIntoTheSourceBranchAndTestedItIsApproved() throws Exception {
        var evil = evil();
        remote.git("checkout", "-q", "-f", "--detach", "origin/developer");
        remote.git("merge", "-q", "--no-ff", "-m", "Bring master in", evil.value());
        remote.commitAndPush("developer", "Tested together");
        assertEquals(ApprovalState.MERGED, merge(decide(ask(), QUINN)).state());
    }

    @Test
    void acceptedWithAReasonItIsNoObstacleAnyMore() throws Exception {
        var evil = evil();
        var approval = ask();
        var now = look(approval);
        assertThrows(
                InvalidValueException.class, () -> gate.accept(approval.id(), evil, RAE, true, " ", Channel.PAGE, now));
        assertThrows(
                NotApprovableException.class,
                () -> gate.accept(approval.id(), Samples.commit(4), RAE, true, "Because", Channel.PAGE, now));
        assertUntested(approval, evil);
        gate.accept(approval.id(), evil, RAE, true, "Reviewed by hand", Channel.PAGE, now);
        assertEquals(
                "Reviewed by hand",
                ledger.view().acceptedIn(Samples.MASTER).get(0).reason());
        restart();
        var merged = merge(decide(approval, QUINN));
        assertEquals(ApprovalState.MERGED, merged.state());
        assertKeptOut(evil);
        assertUntestedOnlyWhatIsNew();
    }

    private void assertUntestedOnlyWhatIsNew() throws Exception {
        var worse = remote.somebodyPushes("master", "worse.html", "worse");
        remote.somebodyPushes("developer", "next.html", "next");
        var next = ask();
        assertEquals(1, look(next).untested().count());
        assertUntested(next, worse);
    }

    @Test
    void whoMayNotOverrideAcceptsNothingAndIsRecorded() throws Exception {
        var evil = evil();
        var approval = ask();
        var now = look(approval);
        var denied = assertThrows(
                DeniedException.class,
                () -> gate.accept(approval.id(), evil, QUINN, false, "Trust me", Channel.REST, now));
        assertTrue(denied.getMessage().contains("Branch Gate/Override"), denied.getMessage());
        assertEquals(Verdict.DENIED, now(approval.id()).votes().get(0).verdict());
        assertEquals(List.of(), ledger.view().acceptedIn(Samples.MASTER));
    }

    @ParameterizedTest
    @EnumSource(
            value = Admission.class,
            names = {"INITIAL", "OVERRIDE", "APPROVED"})
    void whatSomebodyLetIntoAnEnvironmentOfTheirOwnDoesNotCountForProduction(Admission admission) throws Exception {
        var evil = evil();
        repository.fetch(Samples.MASTER);
        runs(MINE, evil, admission);
        assertUntested(ask(), evil);
    }

    @Test
    void anEnvironmentOfOnesOwnDoesNotMakeTheChangeLookSmaller() throws Exception {
        var tested = repository.fetch(Samples.DEVELOPER);
        assertEquals(first, look(ask()).admitted());
        runs(MINE, tested, Admission.INITIAL);
        assertEquals(first, look(ask()).admitted());
        runs(Samples.PRODUCTION, tested, Admission.APPROVED);
        assertEquals(tested, look(ask()).admitted());
    }

    @Test
    void whatRanInProductionWhileItsGateWasOpenDoesNotCount() throws Exception {
        var evil = evil();
        repository.fetch(Samples.MASTER);
        runs(Samples.PRODUCTION, evil, Admission.OPEN);
        runs(Samples.PRODUCTION, evil, Admission.KNOWN);
        assertUntested(ask(), evil);
    }

    @Test
    void anOverrideOfProductionCounts() throws Exception {
        var urgent = evil();
        repository.fetch(Samples.MASTER);
        runs(Samples.PRODUCTION, urgent, Admission.OVERRIDE);
        assertEquals(ApprovalState.MERGED, merge(decide(ask(), QUINN)).state());
    }

    @ParameterizedTest
    @EnumSource(
            value = MergeStrategy.class,
            names = {"MERGE", "SQUASH"})
    void theMergesOfEarlierApprovalsAreNoObstacle(MergeStrategy strategy) throws Exception {
        for (int i = 0; i < 3; i++) {
            remote.somebodyPushes("developer", "page" + i + ".html", "page");
            var merged = merge(decide(ask(strategy, RetestPolicy.IF_TREE_DIFFERS, null), QUINN));
            assertEquals(ApprovalState.MERGED, merged.state(), merged.ended());
            assertEquals(remote.tip("master"), merged.mergeCommit());
        }
    }

    @Test
    void beforeAnythingWasLetInMasterMustBePartOfWhatWasTested() throws Exception {
        ledger.close();
        Files.delete(folder.resolve("ledger.jsonl"));
        ledger = null;
        restart();
        assertEquals(ApprovalState.APPROVED, decide(ask(), QUINN).state());
        assertUntested(askAgain(), evil());
    }

    private Approval askAgain() throws Exception {
        remote.somebodyPushes("developer", "again.html", "again");
        return ask();
    }

    @Test
    void whatWasLetInAndForcedAwaySinceIsNoError() throws Exception {
        var urgent = evil();
        repository.fetch(Samples.MASTER);
        runs(Samples.PRODUCTION, urgent, Admission.OVERRIDE);
        remote.git("push", "-q", "--force", "origin", first + ":refs/heads/master");
        remote.bareGit("reflog", "expire", "--expire=now", "--all");
        remote.bareGit("gc", "-q", "--prune=now");
        repository.close();
        repository = SiteRepository.open(folder.resolve("another mirror"), remote.address());
        repository.fetch(Samples.DEVELOPER);
        assertEquals(ApprovalState.MERGED, merge(decide(ask(), QUINN)).state());
    }

    @Test
    void aCommitOfBranchEvilIsNotShownAndMergedAsDeveloper() throws Exception {
        var evil = remote.somebodyPushes("developer", "evil.html", "evil");
        remote.git("push", "-q", "origin", evil + ":refs/heads/evil");
        remote.git("push", "-q", "--force", "origin", evil + "^:refs/heads/developer");
        repository.fetch(new BranchName("evil"));
        var refused = assertThrows(
                NotApprovableException.class, () -> ask(evil, Samples.DEVELOPER, ApprovalTerms.defaults(), null));
        assertEquals(Reason.NOT_IN_SOURCE, refused.reason());
        assertTrue(refused.getMessage().contains("not in branch developer"), refused.getMessage());
        assertEquals(
                ApprovalState.PENDING,
                ask(evil, new BranchName("evil"), ApprovalTerms.defaults(), null)
                        .state());
    }

    @Test
    void aCommitForcedOutOfItsBranchIsNeitherApprovedNorMerged() throws Exception {
        var approval = ask();
        var approved = decide(ask(), QUINN);
        var next = ask();
        remote.git("push", "-q", "--force", "origin", first + ":refs/heads/developer");
        var refused = assertThrows(NotApprovableException.class, () -> decide(next, QUINN));
        assertEquals(Reason.NOT_IN_SOURCE, refused.reason());
        var failed = merge(approved);
        assertEquals(ApprovalState.FAILED, failed.state());
        assertTrue(failed.ended().contains("not in branch developer"), failed.ended());
        assertEquals(first, remote.tip("master"));
        assertFalse(state(approval) == ApprovalState.APPROVED);
    }

    @Test
    void everyAuthorAndEveryCommitterOfWhatIsNotLetInYetCounts() throws Exception {
        var people = new ManyAuthors(remote.bare(), "developer").commit(1_200);
        repository.fetch(Samples.DEVELOPER);
        var tip = remote.tip("developer");
        var found = AdmittedCommits.into(Samples.MASTER, ledger.view()).people(repository, tip, first);
        assertTrue(found.containsAll(people), "all of " + people.size());
        assertTrue(found.contains("dev@example.org"), "also of the commits below");
        runs(Samples.PRODUCTION, tip, Admission.OVERRIDE);
        var later = AdmittedCommits.into(Samples.MASTER, ledger.view()).people(repository, tip, first);
        assertFalse(later.contains("author7@example.org"), "what is let in already is nobody's change");
    }

    /** Somebody pushes right after the gate looked at the tip, once. */
    private static final class RacedMerger implements Merger {
        private final Merger real;
        private final Runnable push;
        private int judged;

        RacedMerger(SiteRepository repository, Runnable push) {
            real = Merger.of(repository);
            this.push = push;
        }

        @Override
        public MergeOutcome merge(MergeRequest request) throws GitException {
            return real.merge(new MergeRequest(
                    request.tested(),
                    request.into(),
                    request.strategy(),
                    request.message(),
                    request.author(),
                    request.when(),
                    request.expectedTarget(),
                    target -> {
                        var decision = request.judge().of(target);
                        if (judged++ == 0) {
                            push.run();
                        }
                        return decision;
                    },
                    request.attempts()));
        }

        @Override
        public boolean isIn(CommitId commit, BranchName branch) throws GitException {
            return real.isIn(commit, branch);
        }

        @Override
        public Commits commitsWithout(Collection<CommitId> heads, Collection<CommitId> others, int most)
                throws GitException {
            return real.commitsWithout(heads, others, most);
        }
    }

    /** Commits by many people, each authored by one and committed by another. */
    private record ManyAuthors(Path bare, String branch) {

        List<String> commit(int number) {
            var people = new ArrayList<String>();
            try (var repository = new FileRepositoryBuilder()
                            .setGitDir(bare.toFile())
                            .setBare()
                            .build();
                    var inserter = repository.newObjectInserter()) {
                var tip = repository.resolve("refs/heads/" + branch);
                var tree = repository.parseCommit(tip).getTree();
                for (int i = 0; i < number; i++) {
                    var commit = new CommitBuilder();
                    commit.setTreeId(tree);
                    commit.setParentId(tip);
                    commit.setAuthor(new PersonIdent("Author " + i, "author" + i + "@example.org"));
                    commit.setCommitter(new PersonIdent("Committer " + i, "committer" + i + "@example.org"));
                    commit.setMessage("Commit " + i);
                    tip = inserter.insert(commit);
                    people.add("Author " + i);
                    people.add("author" + i + "@example.org");
                    people.add("Committer " + i);
                    people.add("committer" + i + "@example.org");
                }
                inserter.flush();
                var update = repository.updateRef("refs/heads/" + branch);
                update.setNewObjectId(tip);
                update.update();
                return people;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
