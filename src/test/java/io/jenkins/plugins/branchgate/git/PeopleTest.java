package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who counts as an author of a change, so that nobody decides on their own. */
class PeopleTest {

    @TempDir
    private Path folder;

    private TestRemote remote;

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
    }

    /** Makes a commit in the remote's repository, of a tree that is there. */
    private CommitId commit(String author, String committer, String message, CommitId... parents) throws Exception {
        try (var repository = new FileRepositoryBuilder()
                        .setGitDir(remote.bare().toFile())
                        .build();
                var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(ObjectId.fromString(remote.bareGit("rev-parse", "developer^{tree}")));
            for (var parent : parents) {
                commit.addParentId(ObjectId.fromString(parent.value()));
            }
            commit.setAuthor(person(author));
            commit.setCommitter(person(committer));
            commit.setMessage(message);
            var id = inserter.insert(commit);
            inserter.flush();
            return new CommitId(id.name());
        }
    }

    private static PersonIdent person(String name) {
        return new PersonIdent(name, name + "@example.org", Instant.EPOCH, ZoneOffset.UTC);
    }

    private Set<String> people(CommitId tip, int most) throws Exception {
        remote.bareGit("update-ref", "refs/heads/developer", tip.value());
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            repository.fetch(DEVELOPER);
            return repository.people(Set.of(repository.fetch(MASTER)), tip, most).stream()
                    .map(Signature::email)
                    .collect(Collectors.toSet());
        }
    }

    @Test
    @DisplayName("Whoever only committed, merged, or wrote a side branch is an author too")
    void authorsAndCommitters() throws Exception {
        var master = remote.tip("master");
        var main = commit("alice", "bob", "Main", master);
        var side = commit("carol", "dave", "Side", master);
        var deep = commit("erin", "erin", "Deeper", side);
        var merge = commit("frank", "grace", "Merge", main, deep);
        assertEquals(
                Set.of("alice", "bob", "carol", "dave", "erin", "frank", "grace").stream()
                        .map(name -> name + "@example.org")
                        .collect(Collectors.toSet()),
                people(merge, 10));
    }

    @Test
    @DisplayName("Those whom a commit names as co-authors are authors too, wherever it does")
    void coAuthors() throws Exception {
        var tip = commit(
                "alice",
                "alice",
                "Change\n\nco-AUTHORED-by: Heidi <heidi@example.org>\nand more words\n\nCo-authored-by:Ivan"
                        + " <ivan@example.org>\nCo-authored-by: judy\n\nCo-authored-by: <\n",
                remote.tip("master"));
        assertEquals(Set.of("alice@example.org", "heidi@example.org", "ivan@example.org", ""), people(tip, 10));
    }

    @Test
    @DisplayName("The author of the 1001st commit of a change counts, and a longer change than can be read is refused")
    void allCommitsCount() throws Exception {
        var tip = commit("first", "first", "First", remote.tip("master"));
        for (int i = 0; i < 1000; i++) {
            tip = commit("later", "later", "More", tip);
        }
        var last = tip;
        assertEquals(Set.of("first@example.org", "later@example.org"), people(last, 1001));
        var refused = assertThrows(GitException.class, () -> people(last, 1000));
        assertEquals(Reason.TOO_LARGE, refused.reason());
        assertTrue(refused.getMessage().contains("more than 1000 commits"), refused.getMessage());
    }

    @Test
    @DisplayName("A commit of another branch is not in the branch it is said to be from")
    void contains() throws Exception {
        var evil = commit("mallory", "mallory", "Evil", remote.tip("master"));
        remote.bareGit("update-ref", "refs/heads/evil", evil.value());
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            assertFalse(repository.contains(DEVELOPER, evil), "not here");
            repository.fetchCommit(evil, DEVELOPER);
            assertFalse(repository.contains(DEVELOPER, evil), "here, but elsewhere");
            assertTrue(repository.contains(DEVELOPER, remote.tip("master")));
            var tip = remote.tip("developer");
            assertTrue(repository.contains(DEVELOPER, tip));
            remote.bareGit("update-ref", "refs/heads/developer", "refs/heads/master");
            assertFalse(repository.contains(DEVELOPER, tip), "the remote is asked as it is now");
        }
    }
}
