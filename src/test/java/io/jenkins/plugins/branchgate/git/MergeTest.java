package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.acceptance.GitHttpServer;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MergeTest {

    private static final Signature QA = new Signature("Quinn Assurance", "qa@example.org");
    private static final Instant WHEN = Instant.parse("2026-02-03T04:05:06Z");

    @TempDir
    private Path folder;

    private TestRemote remote;
    private SiteRepository repository;
    private CommitId tested;
    private CommitId target;

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
        repository = SiteRepository.open(folder.resolve("mirror"), remote.address());
        tested = repository.fetch(DEVELOPER);
        target = repository.fetch(MASTER);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    static MergeRequest request(
            CommitId tested, CommitId target, MergeStrategy strategy, Function<TargetTip, TipCheck> judge) {
        return new MergeRequest(
                tested,
                MASTER,
                strategy,
                "Merge developer\n\nQA-Approved-by: quinn",
                QA,
                WHEN,
                target,
                judge::apply,
                3);
    }

    private MergeRequest request(MergeStrategy strategy) {
        return request(tested, target, strategy, moved -> TipCheck.allow());
    }

    /** Hooks run where a server runs them. */
    private GitHttpServer overHttp() throws Exception {
        var server = new GitHttpServer(folder, "qa", "s3cret", pushed -> {});
        repository.close();
        repository = SiteRepository.open(
                folder.resolve("mirror"),
                new Remote(server.url("site.git").toString(), new GitCredentials.UserPassword("qa", "s3cret")));
        return server;
    }

    private MergeOutcome merge(MergeStrategy strategy) throws Exception {
        return repository.merge(request(strategy));
    }

    @Test
    @DisplayName("peers, merge: strategy merge makes a merge commit even where a fast-forward would do")
    void mergeCommit() throws Exception {
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge(MergeStrategy.MERGE));
        assertEquals(1, merged.attempts());
        assertEquals(remote.tip("master"), merged.mergeCommit());
        var commit = repository.commit(merged.mergeCommit());
        assertEquals(List.of(target, tested), commit.parents());
        assertEquals(repository.rootTree(tested), merged.tree());
        assertEquals(QA, commit.author());
        assertEquals(WHEN, commit.committedAt());
        assertEquals(
                "Merge developer\n\nQA-Approved-by: quinn\nQA-Tested-Commit: " + tested,
                remote.bareGit("log", "-1", "--format=%B", "master").strip());
        assertEquals(
                "quinn",
                remote.bareGit("log", "-1", "--format=%(trailers:key=QA-Approved-by,valueonly)", "master")
                        .strip());
        remote.bareGit("fsck", "--strict");
    }

    @Test
    @DisplayName("peers, merge: strategy squash adds one commit on the target")
    void squash() throws Exception {
        remote.somebodyPushes("master", "about.html", "<p>new</p>\n");
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge(MergeStrategy.SQUASH));
        var commit = repository.commit(merged.mergeCommit());
        assertEquals(1, commit.parents().size());
        assertEquals("<h1>two</h1>", remote.bareGit("show", "master:index.html"));
        assertEquals("<p>new</p>", remote.bareGit("show", "master:about.html"));
    }

    @Test
    @DisplayName("peers, merge: strategy fast-forward-only moves the branch to the tested commit, or refuses")
    void fastForward() throws Exception {
        assertEquals(
                new MergeOutcome.Merged(tested, null, repository.rootTree(tested), 1),
                merge(MergeStrategy.FAST_FORWARD_ONLY));
        assertEquals(tested, remote.tip("master"));

        var newer = remote.somebodyPushes("developer", "index.html", "<h1>three</h1>\n");
        remote.somebodyPushes("master", "about.html", "<p>new</p>\n");
        repository.fetch(DEVELOPER);
        var moved = repository.merge(request(newer, tested, MergeStrategy.FAST_FORWARD_ONLY, m -> TipCheck.allow()));
        assertInstanceOf(MergeOutcome.TargetMoved.class, moved);
        var never = repository.merge(
                request(newer, remote.tip("master"), MergeStrategy.FAST_FORWARD_ONLY, m -> TipCheck.allow()));
        assertInstanceOf(MergeOutcome.NotPossible.class, never);
    }

    @Test
    @DisplayName("peers, merge: a conflict is never pushed")
    void conflict() throws Exception {
        var before = remote.somebodyPushes("master", "index.html", "<h1>three</h1>\n");
        assertEquals(new MergeOutcome.Conflicts(List.of("index.html")), merge(MergeStrategy.MERGE));
        assertEquals(before, remote.tip("master"));
    }

    @Test
    @DisplayName("peers, merge: source moved since QA, and the tested commit is merged, not the branch's head")
    void testedNotHead() throws Exception {
        remote.somebodyPushes("developer", "index.html", "<h1>untested</h1>\n");
        assertInstanceOf(MergeOutcome.Merged.class, merge(MergeStrategy.MERGE));
        assertEquals("<h1>two</h1>", remote.bareGit("show", "master:index.html"));
    }

    @Test
    void aMovedTargetIsPutToTheCallerWithTheTreeItWouldHave() throws Exception {
        var moved = remote.somebodyPushes("master", "about.html", "<p>new</p>\n");
        var asked = new TargetTip[1];
        var outcome = repository.merge(request(tested, target, MergeStrategy.MERGE, now -> {
            asked[0] = now;
            return TipCheck.refuse("test again");
        }));
        assertEquals(new MergeOutcome.TargetMoved(moved, "test again"), outcome);
        assertEquals(moved, remote.tip("master"));
        assertEquals(moved, asked[0].tip());
        assertEquals(target, asked[0].expected());
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge(MergeStrategy.MERGE));
        assertEquals(asked[0].tree(), merged.tree());
    }

    @Test
    @DisplayName("peers, merge: hook refusal is not retried, and the remote's words are shown")
    void hookRefusal() throws Exception {
        remote.hook(
                "pre-receive", "echo run >> " + folder.resolve("runs") + "; echo 'No deploys on Friday' >&2; exit 1");
        try (var server = overHttp()) {
            var refused = assertInstanceOf(MergeOutcome.Refused.class, merge(MergeStrategy.MERGE));
            assertTrue(refused.remoteWords().contains("No deploys on Friday"), refused.remoteWords());
        }
        assertEquals(1, Files.readAllLines(folder.resolve("runs")).size());
        assertEquals(target, remote.tip("master"));
    }

    @Test
    @DisplayName("peers, merge: protected branch is not retried, and the remote's words are shown")
    void protectedBranch() throws Exception {
        remote.hook(
                "update",
                "[ \"$1\" != refs/heads/master ] || { echo 'GH006: Protected branch update failed \033[31m' >&2; exit"
                        + " 1; }");
        try (var server = overHttp()) {
            var refused = assertInstanceOf(MergeOutcome.Refused.class, merge(MergeStrategy.MERGE));
            assertTrue(refused.remoteWords().contains("GH006: Protected branch"), refused.remoteWords());
            assertFalse(refused.remoteWords().contains("\033"), refused.remoteWords());
        }
        assertEquals(target, remote.tip("master"));
    }

    @Test
    void aReferenceLockedAtTheRemoteIsTriedAgainAndThenReported() throws Exception {
        Files.createFile(remote.bare().resolve("refs/heads/master.lock"));
        var refused = assertInstanceOf(MergeOutcome.Refused.class, merge(MergeStrategy.MERGE));
        assertFalse(refused.remoteWords().isBlank());
        Files.delete(remote.bare().resolve("refs/heads/master.lock"));
        assertInstanceOf(MergeOutcome.Merged.class, merge(MergeStrategy.MERGE));
    }

    @ParameterizedTest
    @EnumSource(MergeStrategy.class)
    @DisplayName("peers, merge: idempotent after a restart: the same order finds its own merge and makes no second one")
    void againAfterARestart(MergeStrategy strategy) throws Exception {
        var first = assertInstanceOf(MergeOutcome.Merged.class, merge(strategy));
        repository.close();
        remote.somebodyPushes("master", "later.html", "later\n");
        var tip = remote.tip("master");
        repository = SiteRepository.open(folder.resolve("another mirror"), remote.address());
        var later = new MergeRequest(
                tested,
                MASTER,
                strategy,
                "Other words",
                QA,
                WHEN.plusSeconds(60),
                target,
                moved -> TipCheck.refuse("must not be asked"),
                3);
        assertEquals(
                new MergeOutcome.Merged(first.mergeCommit(), first.onto(), first.tree(), 0), repository.merge(later));
        assertEquals(tip, remote.tip("master"));
    }

    @ParameterizedTest
    @EnumSource(MergeStrategy.class)
    @DisplayName("peers, merge: already merged, by whatever way, leaves the remote alone")
    void alreadyMerged(MergeStrategy strategy) throws Exception {
        remote.git("push", "-q", "origin", "developer:master");
        var tip = remote.somebodyPushes("master", "about.html", "<p>new</p>\n");
        var outcome = merge(strategy);
        if (strategy == MergeStrategy.FAST_FORWARD_ONLY) {
            assertEquals(new MergeOutcome.Merged(tested, null, repository.rootTree(tested), 0), outcome);
        } else {
            assertEquals(new MergeOutcome.AlreadyMerged(tip), outcome);
        }
        assertEquals(tip, remote.tip("master"));
    }

    @Test
    void aMergeThatBringsOtherContentThanTheTestedOneIsNotTakenForTheOrdersOwn() throws Exception {
        remote.checkout("master");
        remote.git("merge", "-q", "--no-ff", "--no-commit", "developer");
        remote.write("index.html", "<h1>slipped in</h1>\n");
        var evil = remote.commitAndPush("master", "Merge developer");
        assertEquals(List.of(target, tested), infoOf(evil).parents());
        assertEquals(new MergeOutcome.AlreadyMerged(evil), merge(MergeStrategy.MERGE));
    }

    private CommitInfo infoOf(CommitId id) throws Exception {
        repository.fetch(MASTER);
        return repository.commit(id);
    }

    @Test
    void theSameOrderOnTheSameTipMakesTheSameCommit() throws Exception {
        var first = assertInstanceOf(MergeOutcome.Merged.class, merge(MergeStrategy.MERGE));
        remote.bareGit("update-ref", "refs/heads/master", target.value());
        var second = assertInstanceOf(MergeOutcome.Merged.class, merge(MergeStrategy.MERGE));
        assertEquals(first.mergeCommit(), second.mergeCommit());
    }

    @Test
    void hostileMessagesAndNamesMakeASoundCommit() throws Exception {
        var request = new MergeRequest(
                tested,
                MASTER,
                MergeStrategy.MERGE,
                "\0\u001B[31m\r\n\r\n",
                new Signature("<a>\nparent 0000", "x\ny>"),
                WHEN,
                target,
                moved -> TipCheck.allow(),
                1);
        assertInstanceOf(MergeOutcome.Merged.class, repository.merge(request));
        remote.bareGit("fsck", "--strict");
    }

    @Test
    void aMissingTargetBranchIsNamed() throws Exception {
        remote.bareGit("update-ref", "-d", "refs/heads/master");
        var missing = assertThrows(GitException.class, () -> merge(MergeStrategy.MERGE));
        assertEquals(GitException.Reason.BRANCH_MISSING, missing.reason());
        assertTrue(missing.getMessage().contains("no branch master; it has developer"), missing.getMessage());
    }

    @Test
    void aRepositoryThatIsGoneIsUnharmedNews() throws Exception {
        Files.move(remote.bare(), folder.resolve("gone"));
        var gone = assertThrows(GitException.class, () -> merge(MergeStrategy.MERGE));
        assertEquals(GitException.Reason.REPOSITORY_MISSING, gone.reason());
    }
}
