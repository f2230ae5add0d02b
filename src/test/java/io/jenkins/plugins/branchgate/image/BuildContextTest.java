package io.jenkins.plugins.branchgate.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class BuildContextTest {

    private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aSiteWithoutADockerfileIsServedByHttpd() throws Exception {
        var tree = new MemoryTree().with("index.html", "hello").with("docs/Dockerfile", "not this one");
        try (var context = BuildContext.pack(tree, null, Map.of("key", "a \"b\" $c"))) {
            var entries = entries(context);
            assertEquals(
                    List.of("Dockerfile", "site/", "site/docs/", "site/docs/Dockerfile", "site/index.html"),
                    List.copyOf(entries.keySet()));
            assertEquals(
                    "FROM httpd:2.4\nCOPY site/ /usr/local/apache2/htdocs/\nLABEL \"key\"=\"a \\\"b\\\" \\$c\"\n",
                    entries.get("Dockerfile"));
            assertEquals("Dockerfile", context.dockerfile());
            assertEquals(Map.of(), context.labels());
        }
    }

    @Test
    void theSitesOwnDockerfileIsUsedAsItIs() throws Exception {
        var tree = new MemoryTree().with("Dockerfile", "FROM httpd:2.4\n").with("index.html", "hello");
        try (var context = BuildContext.pack(tree, null, Map.of("key", "value"))) {
            assertEquals(
                    List.of("Dockerfile", "index.html"),
                    List.copyOf(entries(context).keySet()));
            assertEquals(Map.of("key", "value"), context.labels());
        }
    }

    @Test
    void aNamedDockerfileIsFoundOrRefusedByName() throws Exception {
        var tree = new MemoryTree().with("build/web.dockerfile", "FROM httpd:2.4\n");
        try (var context = BuildContext.pack(tree, "build/web.dockerfile", Map.of())) {
            assertEquals("build/web.dockerfile", context.dockerfile());
        }
        var refused = assertThrows(ImageException.class, () -> BuildContext.pack(tree, "build/other", Map.of()));
        assertTrue(refused.getMessage().contains("build/other"), refused.getMessage());
    }

    @Test
    void aDockerfileThatIsALinkIsNotOne() {
        var tree = new MemoryTree().link("Dockerfile", "other").with("other", "FROM httpd:2.4\n");
        assertThrows(ImageException.class, () -> BuildContext.pack(tree, "Dockerfile", Map.of()));
    }

    @Test
    void ignoredFilesStayOutButDockerGetsWhatItNeeds() throws Exception {
        var tree = new MemoryTree()
                .with(".dockerignore", "*\n!keep.txt\n")
                .with("Dockerfile", "FROM httpd:2.4\n")
                .with("keep.txt", "")
                .with("secret.txt", "");
        try (var context = BuildContext.pack(tree, null, Map.of())) {
            assertEquals(
                    List.of(".dockerignore", "Dockerfile", "keep.txt"),
                    List.copyOf(entries(context).keySet()));
        }
        var plain = new MemoryTree()
                .with(".dockerignore", "secret.txt")
                .with("secret.txt", "")
                .with("a", "");
        try (var context = BuildContext.pack(plain, null, Map.of())) {
            assertEquals(
                    List.of("Dockerfile", "site/", "site/a"),
                    List.copyOf(entries(context).keySet()));
        }
    }

    @Test
    void oneCommitGivesTheSameBytesAndAnotherAnotherTime() throws Exception {
        assertArrayEquals(bytes(WHEN), bytes(WHEN));
        assertFalse(java.util.Arrays.equals(bytes(WHEN), bytes(WHEN.plusSeconds(1))));
    }

    @Test
    void modesLinksLongAndForeignNamesSurvive() throws Exception {
        String longName = "d/".repeat(120) + "ünïcödé ✓.html";
        var tree = new MemoryTree()
                .with("Dockerfile", "FROM httpd:2.4\n")
                .with("run.sh", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), true)
                .with(longName, "x")
                .link("current", "d/../run.sh");
        try (var context = BuildContext.pack(tree, null, Map.of());
                var tar = new TarArchiveInputStream(context.open(), "UTF-8")) {
            var found = new LinkedHashMap<String, TarArchiveEntry>();
            for (TarArchiveEntry e; (e = tar.getNextEntry()) != null; ) {
                found.put(e.getName(), e);
                assertEquals(0, e.getLongUserId());
            }
            assertEquals(0100755, found.get("run.sh").getMode());
            assertEquals(0100644, found.get("Dockerfile").getMode());
            assertTrue(found.containsKey(longName));
            assertTrue(found.get("current").isSymbolicLink());
            assertEquals("d/../run.sh", found.get("current").getLinkName());
        }
    }

    @Test
    void aBigContextGoesThroughAFileThatIsDeleted() throws Exception {
        byte[] big = new byte[9 * 1024 * 1024];
        new Random(1).nextBytes(big);
        long before = spooled();
        try (var context = BuildContext.pack(new MemoryTree().with("big", big, false), null, Map.of())) {
            assertEquals(before + 1, spooled());
            for (int i = 0; i < 2; i++) {
                try (var tar = new TarArchiveInputStream(context.open())) {
                    for (TarArchiveEntry e; (e = tar.getNextEntry()) != null; ) {
                        if (e.getName().equals("site/big")) {
                            assertArrayEquals(big, tar.readAllBytes());
                        }
                    }
                }
            }
        }
        assertEquals(before, spooled());
    }

    @Test
    void aTreeThatCannotBeReadLeavesNoFile() throws Exception {
        long before = spooled();
        var broken = new MemoryTree() {
            @Override
            public void accept(Visitor visitor) throws IOException {
                super.accept(visitor);
                throw new IOException("the repository is gone");
            }
        };
        broken.with("big", new byte[9 * 1024 * 1024], false);
        assertThrows(IOException.class, () -> BuildContext.pack(broken, null, Map.of()));
        assertEquals(before, spooled());
    }

    private static byte[] bytes(Instant when) throws Exception {
        var tree = new MemoryTree().with("index.html", "hello").at(new CommitId("a".repeat(40)), when);
        try (var context = BuildContext.pack(tree, null, Map.of());
                var in = context.open()) {
            return in.readAllBytes();
        }
    }

    private static Map<String, String> entries(BuildContext context) throws IOException {
        var entries = new LinkedHashMap<String, String>();
        try (var tar = new TarArchiveInputStream(context.open())) {
            for (TarArchiveEntry e; (e = tar.getNextEntry()) != null; ) {
                entries.put(e.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private static long spooled() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(f -> f.getFileName().toString().startsWith("branch-gate-context-"))
                    .count();
        }
    }

    private static BuildContext.Limits limits(int entries, long bytes, int pathLength, Duration time) {
        return new BuildContext.Limits(entries, bytes, pathLength, 1_000_000, time);
    }

    private static void packs(MemoryTree tree, BuildContext.Limits limits) throws Exception {
        BuildContext.pack(tree, null, Map.of(), limits).close();
    }

    private static void refuses(MemoryTree tree, BuildContext.Limits limits, String word) {
        var refused = assertThrows(ImageException.class, () -> packs(tree, limits));
        assertTrue(refused.getMessage().contains(word), refused.getMessage());
        assertTrue(refused.getMessage().contains("Nothing was built"), refused.getMessage());
    }

    @Test
    void asManyFilesAndFoldersAsAreAllowedArePackedAndNoMore() throws Exception {
        var tree = new MemoryTree().with("Dockerfile", "FROM scratch\n").with("a/b/c", "c");
        packs(tree, limits(4, 1 << 20, 100, Duration.ofHours(1))); // two files, two folders
        refuses(tree, limits(3, 1 << 20, 100, Duration.ofHours(1)), "3 of them");
    }

    @Test
    void filesThatAreLeftOutCountToo() throws Exception {
        var tree = new MemoryTree().with("Dockerfile", "FROM scratch\n").with(".dockerignore", "x*\n");
        for (int i = 0; i < 8; i++) {
            tree.with("x" + i, "");
        }
        packs(tree, limits(10, 1 << 20, 100, Duration.ofHours(1)));
        refuses(tree, limits(9, 1 << 20, 100, Duration.ofHours(1)), "9 of them");
    }

    @Test
    void asManyBytesAsAreAllowedArePackedAndNoMore() throws Exception {
        var tree = new MemoryTree().with("Dockerfile", new byte[2 << 20], false);
        packs(tree, limits(10, 2 << 20, 100, Duration.ofHours(1)));
        refuses(tree, limits(10, (2 << 20) - 1, 100, Duration.ofHours(1)), "MiB");
    }

    @Test
    void aPathMayBeSoLongAndNoLonger() throws Exception {
        var tree = new MemoryTree().with("Dockerfile", "FROM scratch\n").with("a/".repeat(50), "");
        packs(tree, limits(1000, 1 << 20, 100, Duration.ofHours(1)));
        refuses(tree, limits(1000, 1 << 20, 99, Duration.ofHours(1)), "100 characters");
    }

    @Test
    void thePackingEndsInTime() {
        refuses(new MemoryTree().with("a", ""), limits(10, 1 << 20, 100, Duration.ZERO), "in time");
    }

    @Test
    void anInterruptEndsThePacking() {
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class, () -> packs(new MemoryTree().with("a", ""), BuildContext.Limits.USUAL));
    }

    /** The part that was read would leave in the image what the rest leaves out. */
    @Test
    void aDockerignoreIsReadWholeOrNotAtAll() throws Exception {
        String largest = "# " + "x".repeat(DockerIgnore.LARGEST - 12) + "\n" + "secret/*\n";
        assertEquals(DockerIgnore.LARGEST, largest.length());
        var tree = new MemoryTree().with("Dockerfile", "FROM scratch\n").with("secret/key", "k");
        try (var context = BuildContext.pack(tree.with(".dockerignore", largest), null, Map.of())) {
            assertFalse(entries(context).containsKey("secret/key"));
        }
        refuses(tree.with(".dockerignore", " " + largest), BuildContext.Limits.USUAL, "64 KiB");
    }
}
