package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may push decides what is in a repository, but not how much of the controller reading it takes. */
class ReadLimitsTest {

    private static final ReadLimits.Reading READING = ReadLimits.USUAL.reading();
    private static final ReadLimits.Content CONTENT = ReadLimits.USUAL.content();

    @TempDir
    private Path folder;

    private TestRemote remote;

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
        remote.checkout("developer");
    }

    private SiteRepository open(ReadLimits.Reading reading, ReadLimits.Content content) throws Exception {
        return SiteRepository.open(
                folder.resolve("mirror"),
                remote.address(),
                Timeouts.USUAL,
                new ReadLimits(ReadLimits.USUAL.fetching(), reading, content));
    }

    private SiteRepository openReading(int objects) throws Exception {
        return open(reading(objects, READING.time(), READING.commitBytes(), READING.treeBytes()), CONTENT);
    }

    private static ReadLimits.Reading reading(int objects, Duration time, int commitBytes, int treeBytes) {
        return new ReadLimits.Reading(objects, time, commitBytes, treeBytes, READING.mergedBytes());
    }

    private static String refusal(Reason reason, org.junit.jupiter.api.function.Executable reads) {
        var refused = assertThrows(GitException.class, reads);
        assertEquals(reason, refused.reason(), refused.getMessage());
        return refused.getMessage();
    }

    @Test
    @DisplayName("A million files outside the site's folder: only the folder is walked")
    void filesOutsideTheFolder() throws Exception {
        for (int i = 0; i < 200; i++) {
            remote.write("outside/" + i + "/deep/er/index.html", "x");
        }
        remote.write("docs/index.html", "docs");
        remote.write("docs/sub/index.html", "docs");
        var tip = remote.commitAndPush("developer", "Many");
        try (var repository = openReading(20)) {
            repository.fetch(DEVELOPER);
            var names = new java.util.ArrayList<String>();
            repository
                    .siteTree(tip, new SiteFolder("docs"))
                    .accept(new io.jenkins.plugins.branchgate.model.SiteTree.Visitor() {
                        @Override
                        public void file(String path, boolean executable, long size, java.io.InputStream content) {
                            names.add(path);
                        }

                        @Override
                        public void symbolicLink(String path, String target) {
                            names.add(path);
                        }
                    });
            assertEquals(List.of("index.html", "sub/index.html"), names);
            assertTrue(refusal(Reason.TOO_LARGE, () -> repository.siteTree(tip, SiteFolder.ROOT))
                    .contains("more than 20 of its objects"));
        }
    }

    @Test
    @DisplayName("A history longer than is read ends every walk through it")
    void longHistory() throws Exception {
        CommitId tip = null;
        for (int i = 0; i < 30; i++) {
            tip = remote.commitAndPush("developer", "Commit " + i);
        }
        var last = tip;
        try (var repository = openReading(20)) {
            repository.fetch(DEVELOPER);
            var master = repository.fetch(MASTER);
            refusal(Reason.TOO_LARGE, () -> repository.isAncestor(master, last));
            refusal(Reason.TOO_LARGE, () -> repository.changes(master, last, 10, 10));
            refusal(Reason.TOO_LARGE, () -> repository.people(Set.of(master), last, 1000));
            refusal(Reason.TOO_LARGE, () -> repository.preview(last, master, MergeStrategy.MERGE));
            refusal(
                    Reason.TOO_LARGE,
                    () -> repository.merge(
                            MergeTest.request(last, master, MergeStrategy.MERGE, moved -> TipCheck.allow())));
            assertEquals(master, remote.tip("master"));
        }
        try (var repository = openReading(200)) {
            assertTrue(repository.isAncestor(remote.tip("master"), last));
        }
    }

    @Test
    @DisplayName("A walk ends when its time is up, and when its thread is interrupted")
    void timeAndInterrupts() throws Exception {
        try (var repository = open(reading(1000, Duration.ZERO, 1 << 20, 1 << 20), CONTENT)) {
            var tip = repository.fetch(DEVELOPER);
            assertTrue(refusal(Reason.TOO_LARGE, () -> repository.commit(tip)).contains("longer than 0 s"));
        }
        try (var repository = openReading(1000)) {
            var tip = repository.fetch(DEVELOPER);
            Thread.currentThread().interrupt();
            refusal(Reason.INTERRUPTED, () -> repository.siteTree(tip, SiteFolder.ROOT));
            assertTrue(Thread.interrupted());
            assertEquals(tip, repository.commit(tip).id());
        }
    }

    @Test
    @DisplayName("A commit message of megabytes and a folder of millions of entries are not read")
    void hugeMessageAndFolder() throws Exception {
        Files.writeString(folder.resolve("message"), "words ".repeat(50_000));
        remote.git(
                "commit", "-q", "--allow-empty", "-F", folder.resolve("message").toString());
        remote.git("push", "-q", "origin", "HEAD:developer");
        try (var repository = open(reading(1000, READING.time(), 100_000, 10), CONTENT)) {
            var tip = repository.fetch(DEVELOPER);
            assertTrue(refusal(Reason.TOO_LARGE, () -> repository.commit(tip)).contains("more than 100000"));
            var before = remote.tip("master");
            repository.fetch(MASTER);
            assertTrue(refusal(Reason.TOO_LARGE, () -> repository.siteTree(before, SiteFolder.ROOT))
                    .contains("tree "));
        }
        try (var repository = openReading(1000)) {
            assertTrue(repository.commit(remote.tip("developer")).message().length() < 20_100);
        }
    }

    @Test
    @DisplayName("A site's folder with too many files, bytes or links is refused; one at the bound is not")
    void content() throws Exception {
        remote.write("docs/a", "12345");
        remote.write("docs/b", "12345");
        for (var link : new String[] {"l1", "l2"}) {
            Files.createSymbolicLink(remote.work().resolve("docs").resolve(link), Path.of("a"));
        }
        var tip = remote.commitAndPush("developer", "Docs");
        var docs = new SiteFolder("docs");
        try (var repository = open(READING, new ReadLimits.Content(4, 10, 2, CONTENT.time()))) {
            repository.fetch(DEVELOPER);
            repository.siteTree(tip, docs);
        }
        var refusals = new HashMap<ReadLimits.Content, String>();
        refusals.put(new ReadLimits.Content(3, 10, 2, CONTENT.time()), "more than 3 files and folders");
        refusals.put(new ReadLimits.Content(4, 9, 2, CONTENT.time()), "more than 9 bytes");
        refusals.put(new ReadLimits.Content(4, 10, 1, CONTENT.time()), "more than 1 symbolic links");
        for (var bound : refusals.entrySet()) {
            try (var repository = open(READING, bound.getKey())) {
                var refused = refusal(Reason.CONTENT_REFUSED, () -> repository.siteTree(tip, docs));
                assertTrue(refused.contains(bound.getValue()), refused);
            }
        }
    }

    @Test
    @DisplayName("One file that a tree names a million times counts as often")
    void treeBomb() throws Exception {
        remote.write("0/a", "1234567890");
        for (int i = 0; i < 9; i++) {
            remote.write("0/" + i, "1234567890");
        }
        remote.git("add", "-A");
        String tree = remote.git("write-tree", "--prefix=0/");
        try (var repository = new FileRepositoryBuilder()
                        .setGitDir(remote.bare().toFile())
                        .build();
                var inserter = repository.newObjectInserter()) {
            remote.git("commit", "-q", "-m", "Ten");
            remote.git("push", "-q", "origin", "HEAD:developer");
            var id = org.eclipse.jgit.lib.ObjectId.fromString(tree);
            for (int level = 0; level < 12; level++) {
                var above = new TreeFormatter();
                for (int i = 0; i < 10; i++) {
                    above.append("d" + i, FileMode.TREE, id);
                }
                id = inserter.insert(above);
            }
            inserter.flush();
            tree = id.name();
        }
        String bomb = remote.bareGit("commit-tree", "-m", "Bomb", "-p", "developer", tree);
        remote.bareGit("update-ref", "refs/heads/developer", bomb);
        try (var repository = open(READING, new ReadLimits.Content(5_000, 1_000_000, 10, CONTENT.time()))) {
            var tip = repository.fetch(DEVELOPER);
            assertTrue(refusal(Reason.CONTENT_REFUSED, () -> repository.siteTree(tip, SiteFolder.ROOT))
                    .contains("more than 5000 files"));
        }
        try (var repository = open(READING, new ReadLimits.Content(1_000_000, 5_000, 10, CONTENT.time()))) {
            var tip = repository.fetch(DEVELOPER);
            assertTrue(refusal(Reason.CONTENT_REFUSED, () -> repository.siteTree(tip, SiteFolder.ROOT))
                    .contains("more than 5000 bytes"));
        }
    }

    @Test
    @DisplayName("Symbolic links through symbolic links are followed a bounded number of steps in all")
    void linkChains() {
        var links = new HashMap<String, String>();
        links.put("end", "a");
        for (int i = 0; i < 20_000; i++) {
            links.put("l" + i, "./".repeat(1900) + "end");
        }
        var targets = new Symlinks(links);
        assertFalse(targets.leaves("l0"));
        assertTrue(links.keySet().stream().anyMatch(targets::leaves), "following them all was not given up");
    }

    @Test
    @DisplayName("A change of more files than are counted is counted up to there")
    void manyFiles() throws Exception {
        String tree;
        try (var repository = new FileRepositoryBuilder()
                        .setGitDir(remote.bare().toFile())
                        .build();
                var inserter = repository.newObjectInserter()) {
            var blob = inserter.insert(Constants.OBJ_BLOB, "x".getBytes(StandardCharsets.UTF_8));
            var many = new TreeFormatter();
            for (int i = 0; i < Changes.MOST_COUNTED + 10; i++) {
                many.append(String.format("f%07d", i), FileMode.REGULAR_FILE, blob);
            }
            tree = inserter.insert(many).name();
            inserter.flush();
        }
        String commit = remote.bareGit("commit-tree", "-m", "Many", "-p", "master", tree);
        remote.bareGit("update-ref", "refs/heads/developer", commit);
        try (var repository = openReading(1000)) {
            var changes = repository.changes(repository.fetch(MASTER), repository.fetch(DEVELOPER), 10, 10);
            assertEquals(Changes.MOST_COUNTED, changes.fileCount());
            assertEquals(10, changes.files().size());
        }
    }

    @Test
    @DisplayName("A file too large to merge by lines that both sides changed is a conflict")
    void largeFiles() throws Exception {
        remote.checkout("master");
        remote.write("large.txt", "start\n" + "line\n".repeat(100) + "end\n");
        remote.commitAndPush("master", "Large");
        remote.branch("developer");
        remote.write("large.txt", "START\n" + "line\n".repeat(100) + "end\n");
        var tested = remote.commitAndPush("developer", "Start");
        var target = remote.somebodyPushes("master", "large.txt", "start\n" + "line\n".repeat(100) + "END\n");
        try (var repository = open(READING, CONTENT)) {
            repository.fetch(DEVELOPER);
            repository.fetch(MASTER);
            assertInstanceOf(MergePreview.Clean.class, repository.preview(tested, target, MergeStrategy.MERGE));
        }
        var small = new ReadLimits.Reading(1000, READING.time(), 1 << 20, 1 << 20, 500);
        try (var repository = open(small, CONTENT)) {
            assertEquals(
                    new MergePreview.Conflicting(List.of("large.txt")),
                    repository.preview(tested, target, MergeStrategy.MERGE));
        }
    }

    @Test
    @DisplayName("Files of many equal lines are compared in bounded time; ordinary ones as Git does")
    void diffs() {
        var random = new Random(8);
        for (int i = 0; i < 50; i++) {
            var before = text(random, 200, 30);
            var after = text(random, 200, 30);
            assertEquals(
                    DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM)
                            .diff(RawTextComparator.DEFAULT, before, after),
                    new BoundedDiff(BoundedDiff.MOST_PAIRS).diff(RawTextComparator.DEFAULT, before, after));
        }
        var few = text(random, 20_000, 2);
        var other = text(random, 20_000, 2);
        var edits = new BoundedDiff(1_000_000).diff(RawTextComparator.DEFAULT, few, other);
        assertEquals(1, edits.size());
        assertEquals(Edit.Type.REPLACE, edits.get(0).getType());
    }

    private static RawText text(Random random, int lines, int words) {
        var text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(random.nextInt(words)).append('\n');
        }
        return new RawText(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
