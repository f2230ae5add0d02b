package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {

    @TempDir
    private Path folder;

    private TestRemote remote;
    private SiteRepository repository;

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
        repository = SiteRepository.open(folder.resolve("mirror"), remote.address());
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private MergePreview preview(MergeStrategy strategy) throws Exception {
        CommitId tested = repository.fetch(DEVELOPER);
        return repository.preview(tested, repository.fetch(MASTER), strategy);
    }

    @Test
    void aCleanMergeHasTheTreeThatGitWouldMake() throws Exception {
        remote.somebodyPushes("master", "about.html", "<p>changed</p>\n");
        var preview = assertInstanceOf(MergePreview.Clean.class, preview(MergeStrategy.MERGE));
        remote.git("fetch", "-q", "origin");
        remote.git("checkout", "-q", "--detach", "origin/master");
        remote.git("merge", "-q", "--no-ff", "-m", "x", "origin/developer");
        assertEquals(new TreeId(remote.git("rev-parse", "HEAD^{tree}")), preview.tree());
    }

    @Test
    @DisplayName("peers, merge: a conflict is previewed with the conflicting files")
    void conflict() throws Exception {
        remote.somebodyPushes("developer", "docs/a b.html", "one side\n");
        remote.somebodyPushes("master", "docs/a b.html", "other side\n");
        remote.somebodyPushes("master", "index.html", "<h1>three</h1>\n");
        var preview = assertInstanceOf(MergePreview.Conflicting.class, preview(MergeStrategy.MERGE));
        assertEquals(List.of("docs/a b.html", "index.html"), preview.files());
        assertEquals(preview, preview(MergeStrategy.SQUASH));
    }

    @Test
    void renamedHereAndChangedThereIsAConflictNotAGuess() throws Exception {
        remote.checkout("developer");
        remote.git("mv", "about.html", "team.html");
        remote.commitAndPush("developer", "Rename");
        remote.somebodyPushes("master", "about.html", "<p>changed</p>\n");
        var preview = assertInstanceOf(MergePreview.Conflicting.class, preview(MergeStrategy.MERGE));
        assertEquals(List.of("about.html"), preview.files());
    }

    @Test
    void twoMergeBasesAreMergedRecursively() throws Exception {
        remote.somebodyPushes("master", "about.html", "<p>master</p>\n");
        remote.git("checkout", "-q", "--detach", "origin/developer");
        remote.git("merge", "-q", "-m", "criss", "origin/master");
        remote.git("push", "-q", "origin", "HEAD:refs/heads/cross");
        remote.git("checkout", "-q", "--detach", "origin/master");
        remote.git("merge", "-q", "-m", "cross", "origin/developer");
        remote.write("new.html", "new\n");
        remote.commitAndPush("master", "More");
        remote.git("fetch", "-q", "origin");
        remote.git("checkout", "-q", "--detach", "origin/cross");
        remote.write("index.html", "<h1>three</h1>\n");
        remote.commitAndPush("developer", "Three");
        assertInstanceOf(MergePreview.Clean.class, preview(MergeStrategy.MERGE));
    }

    @Test
    void fastForwardOnly() throws Exception {
        var clean = assertInstanceOf(MergePreview.Clean.class, preview(MergeStrategy.FAST_FORWARD_ONLY));
        assertEquals(repository.rootTree(repository.fetch(DEVELOPER)), clean.tree());
        remote.somebodyPushes("master", "about.html", "<p>changed</p>\n");
        assertInstanceOf(MergePreview.NotFastForward.class, preview(MergeStrategy.FAST_FORWARD_ONLY));
    }

    @Test
    @DisplayName("peers, merge: already merged is known by ancestry")
    void nothingToMerge() throws Exception {
        remote.git("push", "-q", "origin", "developer:master");
        for (var strategy : MergeStrategy.values()) {
            var preview = assertInstanceOf(MergePreview.NothingToMerge.class, preview(strategy));
            assertEquals(repository.rootTree(repository.fetch(MASTER)), preview.tree());
        }
    }

    @Test
    void unrelatedHistoriesAreNotMixed() throws Exception {
        remote.git("checkout", "-q", "--orphan", "other");
        remote.write("other.html", "other\n");
        remote.commitAndPush("developer", "Start elsewhere");
        assertInstanceOf(MergePreview.Unrelated.class, preview(MergeStrategy.MERGE));
    }
}
