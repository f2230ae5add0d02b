package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.FileChange.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesTest {

    @TempDir
    private Path folder;

    private TestRemote remote;
    private SiteRepository repository;

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
        remote.checkout("developer");
        repository = SiteRepository.open(folder.resolve("mirror"), remote.address());
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private Changes changes(int mostCommits, int mostFiles) throws Exception {
        return repository.changes(repository.fetch(MASTER), repository.fetch(DEVELOPER), mostCommits, mostFiles);
    }

    private FileDiff diff(FileChange file, int most) throws Exception {
        return repository.diff(repository.fetch(MASTER), repository.fetch(DEVELOPER), file, most);
    }

    @Test
    void commitsAndFilesSinceTheTwoParted() throws Exception {
        remote.write("long.html", "line\n".repeat(50));
        remote.commitAndPush("developer", "Add long");
        remote.git("push", "-q", "origin", "developer:master");
        remote.git("mv", "long.html", "renamed.html");
        remote.git("rm", "-q", "about.html");
        remote.write("index.html", "<h1>three</h1>\n");
        remote.write("new.html", "new\n");
        remote.commitAndPush("developer", "Change all\n\nat once");
        remote.somebodyPushes("master", "elsewhere.html", "not ours\n");
        var changes = changes(10, 10);
        assertEquals(List.of("Change all"), subjects(changes));
        assertEquals(
                List.of(
                        new FileChange(Kind.REMOVED, "about.html", "about.html"),
                        new FileChange(Kind.MODIFIED, "index.html", "index.html"),
                        new FileChange(Kind.ADDED, "new.html", "new.html"),
                        new FileChange(Kind.RENAMED, "renamed.html", "long.html")),
                changes.files());
        assertEquals(0, changes.filesBeyond() + changes.commitsBeyond());
    }

    @Test
    void boundsAreKeptAndTheRestIsCounted() throws Exception {
        for (int i = 0; i < 5; i++) {
            remote.write("f" + i + ".html", "text " + i + "\n");
            remote.commitAndPush("developer", "Commit " + i);
        }
        var changes = changes(2, 3);
        assertEquals(List.of("Commit 4", "Commit 3"), subjects(changes));
        assertEquals(4, changes.commitsBeyond());
        assertEquals(6, changes.fileCount());
        assertEquals(3, changes.filesBeyond());
    }

    @Test
    void thousandsOfFilesAreListedWithoutLookingForRenames() throws Exception {
        for (int i = 0; i < 5_100; i++) {
            remote.write("many/f" + i, Integer.toString(i));
        }
        remote.commitAndPush("developer", "Many");
        var changes = changes(1, 2);
        assertEquals(5_101, changes.fileCount());
        assertEquals(2, changes.files().size());
    }

    @Test
    void nothingToBring() throws Exception {
        remote.git("push", "-q", "origin", "developer:master");
        var changes = changes(10, 10);
        assertEquals(new Changes(List.of(), 0, List.of(), 0), changes);
    }

    @Test
    void historiesThatNeverMet() throws Exception {
        remote.git("checkout", "-q", "--orphan", "other");
        remote.commitAndPush("developer", "Elsewhere");
        assertEquals(2, changes(10, 10).fileCount());
    }

    @Test
    void unifiedDiff() throws Exception {
        var diff = diff(new FileChange(Kind.MODIFIED, "index.html", "index.html"), 1_000);
        assertEquals("@@ -1 +1 @@\n-<h1>one</h1>\n+<h1>two</h1>\n", diff.text());
        assertFalse(diff.binary() || diff.cut());
    }

    @Test
    void diffOfAddedRemovedAndRenamedFiles() throws Exception {
        remote.write("new.html", "x\n");
        remote.git("mv", "about.html", "team.html");
        remote.commitAndPush("developer", "Files");
        assertEquals(
                "@@ -0,0 +1 @@\n+x\n",
                diff(new FileChange(Kind.ADDED, "new.html", "new.html"), 99).text());
        assertEquals(
                "",
                diff(new FileChange(Kind.RENAMED, "team.html", "about.html"), 99)
                        .text());
        assertEquals(
                "@@ -1 +0,0 @@\n-<p>about</p>\n",
                diff(new FileChange(Kind.REMOVED, "about.html", "about.html"), 99)
                        .text());
    }

    @Test
    void longDiffsAreCut() throws Exception {
        remote.write("index.html", "line\n".repeat(10_000));
        remote.commitAndPush("developer", "Long");
        var diff = diff(new FileChange(Kind.MODIFIED, "index.html", "index.html"), 100);
        assertTrue(diff.cut());
        assertEquals(100, diff.text().length());
    }

    @Test
    void binaryAndHugeFilesAreNotCompared() throws Exception {
        Files.write(remote.work().resolve("logo.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2});
        remote.write("huge.txt", "line\n".repeat(200_000));
        remote.commitAndPush("developer", "Binary");
        assertTrue(diff(new FileChange(Kind.ADDED, "logo.png", "logo.png"), 100).binary());
        var huge = diff(new FileChange(Kind.ADDED, "huge.txt", "huge.txt"), 100);
        assertTrue(huge.binary());
        assertEquals("", huge.text());
    }

    @Test
    void aFileOfNoneOfTheCommitsHasNoDiff() throws Exception {
        assertEquals(
                "",
                diff(new FileChange(Kind.MODIFIED, "../../etc/passwd", "/etc/passwd"), 100)
                        .text());
    }

    private static List<String> subjects(Changes changes) {
        return changes.commits().stream().map(CommitInfo::subject).collect(Collectors.toList());
    }
}
