package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {

    @TempDir
    private Path folder;

    private GitException failure(Remote remote, BranchName branch) throws GitException {
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote)) {
            var failure = assertThrows(GitException.class, () -> repository.fetch(branch));
            assertTrue(failure.getMessage().contains(remote.url()), failure.getMessage());
            return failure;
        }
    }

    @Test
    void bringsTheTipWithItsWholeHistory() throws Exception {
        var remote = TestRemote.withSite(folder);
        var second = remote.somebodyPushes("developer", "index.html", "<h1>three</h1>\n");
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            assertEquals(second, repository.fetch(DEVELOPER));
            assertTrue(repository.isAncestor(repository.fetch(MASTER), second));
            assertFalse(repository.isAncestor(second, repository.fetch(MASTER)));
            var info = repository.commit(second);
            assertEquals("Change index.html", info.subject());
            assertEquals(new Signature("Dev Eloper", "dev@example.org"), info.author());
        }
    }

    @Test
    void fileUrlsWithSpacesWork() throws Exception {
        var remote = TestRemote.withSite(Files.createDirectories(folder.resolve("a b")));
        try (var repository = SiteRepository.open(
                folder.resolve("mirror"),
                new Remote(remote.bare().toUri().toString(), new GitCredentials.None(), true))) {
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
        }
    }

    @Test
    @DisplayName("bad input: a repository that is missing")
    void missingRepository() throws Exception {
        assertEquals(
                Reason.REPOSITORY_MISSING,
                failure(Remote.onThisMachine(folder.resolve("none.git")), DEVELOPER)
                        .reason());
        assertEquals(
                Reason.REPOSITORY_MISSING,
                failure(Remote.onThisMachine(folder), DEVELOPER).reason());
    }

    @Test
    @DisplayName("bad input: a repository that is empty")
    void emptyRepository() throws Exception {
        var empty = new TestRemote(folder, "empty");
        var failure = failure(empty.address(), DEVELOPER);
        assertEquals(Reason.REPOSITORY_EMPTY, failure.reason());
        assertTrue(failure.getMessage().contains("Push one to it first"), failure.getMessage());
    }

    @Test
    @DisplayName("bad input: a missing branch, with a bounded number of those there are")
    void missingBranch() throws Exception {
        var remote = TestRemote.withSite(folder);
        var failure = failure(remote.address(), new BranchName("develop"));
        assertEquals(Reason.BRANCH_MISSING, failure.reason());
        assertTrue(failure.getMessage().contains("no branch develop; it has developer, master."), failure.getMessage());
        for (int i = 0; i < 100; i++) {
            remote.bareGit("update-ref", "refs/heads/b" + i, "refs/heads/master");
        }
        failure = failure(remote.address(), new BranchName("develop"));
        assertTrue(failure.getMessage().contains(" and 94 more"), failure.getMessage());
    }

    @Test
    void aBranchCanBecomeAFolderOfBranches() throws Exception {
        var remote = TestRemote.withSite(folder);
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            repository.fetch(DEVELOPER);
            remote.bareGit("branch", "-m", "developer", "developer/one");
            assertEquals(remote.tip("developer/one"), repository.fetch(new BranchName("developer/one")));
            remote.bareGit("branch", "-m", "developer/one", "developer");
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
        }
    }

    @Test
    void aForcedPushIsFollowedAndTheOldCommitStays() throws Exception {
        var remote = TestRemote.withSite(folder);
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            var old = repository.fetch(DEVELOPER);
            remote.git("checkout", "-q", "--orphan", "other");
            var rewritten = remote.commitAndPush("developer", "Rewrite");
            assertEquals(rewritten, repository.fetch(DEVELOPER));
            repository.fetchCommit(old, DEVELOPER);
            assertEquals(old, repository.commit(old).id());
        }
    }

    @Test
    void aCommitIsFoundInAnyBranch() throws Exception {
        var remote = TestRemote.withSite(folder);
        var elsewhere = remote.somebodyPushes("master", "x.html", "x\n");
        remote.git("push", "-q", "origin", "HEAD:refs/heads/feature/x", "+HEAD~1:refs/heads/master");
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            repository.fetchCommit(elsewhere, DEVELOPER);
            assertEquals(elsewhere, repository.commit(elsewhere).id());
            repository.fetchCommit(elsewhere, new BranchName("gone"));
        }
    }

    @Test
    void aCommitThatIsNowhereIsNamed() throws Exception {
        var remote = TestRemote.withSite(folder);
        var nowhere = new CommitId("0123456789012345678901234567890123456789");
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            var missing = assertThrows(GitException.class, () -> repository.fetchCommit(nowhere, DEVELOPER));
            assertEquals(Reason.COMMIT_MISSING, missing.reason());
            assertTrue(missing.getMessage().contains(nowhere.value()), missing.getMessage());
            missing = assertThrows(GitException.class, () -> repository.commit(nowhere));
            assertEquals(Reason.COMMIT_MISSING, missing.reason());
        }
    }
}
