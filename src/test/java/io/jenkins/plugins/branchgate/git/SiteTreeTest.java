package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTreeTest {

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

    private SiteTree tree(String site) throws Exception {
        return repository.siteTree(repository.fetch(DEVELOPER), new SiteFolder(site));
    }

    private String refusal(String site) {
        var refused = assertThrows(GitException.class, () -> tree(site));
        assertEquals(Reason.CONTENT_REFUSED, refused.reason(), refused.getMessage());
        assertTrue(refused.getMessage().contains("Nothing was changed"), refused.getMessage());
        return refused.getMessage();
    }

    private void link(String path, String target) throws IOException {
        Files.createDirectories(remote.work().resolve(path).getParent());
        Files.createSymbolicLink(remote.work().resolve(path), Path.of(target));
    }

    private static List<String> content(SiteTree tree) throws IOException {
        var content = new ArrayList<String>();
        tree.accept(new SiteTree.Visitor() {
            @Override
            public void file(String path, boolean executable, long size, InputStream stream) throws IOException {
                byte[] bytes = stream.readAllBytes();
                assertEquals(size, bytes.length);
                content.add(path + (executable ? "*" : "") + "=" + new String(bytes, StandardCharsets.UTF_8).strip());
            }

            @Override
            public void symbolicLink(String path, String target) {
                content.add(path + "->" + target);
            }
        });
        return content;
    }

    @Test
    void filesAndLinksOfTheFolderInGitsOrder() throws Exception {
        remote.write("site/a.html", "a");
        remote.write("site/a/b.html", "b");
        remote.write("site/run.sh", "#!");
        assertTrue(remote.work().resolve("site/run.sh").toFile().setExecutable(true));
        remote.write("site/video.mp4", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9");
        link("site/a/up", "../a.html");
        link("site/dangling", "a/none");
        remote.commitAndPush("developer", "More");
        var tree = tree("site");
        assertEquals(
                List.of(
                        "a.html=a",
                        "a/b.html=b",
                        "a/up->../a.html",
                        "dangling->a/none",
                        "run.sh*=#!",
                        "video.mp4=version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9"),
                content(tree));
        assertEquals(remote.git("rev-parse", "HEAD:site"), tree.tree().value());
        assertEquals(remote.git("rev-parse", "HEAD"), tree.commit().value());
        assertEquals(
                remote.git("log", "-1", "--format=%ct"),
                Long.toString(tree.committedAt().getEpochSecond()));
        assertArrayEquals("b".getBytes(), tree.read("a/b.html", 10).orElseThrow());
        assertArrayEquals("#".getBytes(), tree.read("run.sh", 1).orElseThrow());
        for (var none : List.of("none", "a", "a/up", "a/b.html/c", "")) {
            assertTrue(tree.read(none, 10).isEmpty(), none);
        }
    }

    @Test
    void theWholeRepositoryIsASiteToo() throws Exception {
        assertEquals(List.of("about.html=<p>about</p>", "index.html=<h1>two</h1>"), content(tree(".")));
    }

    @Test
    void whatIsInTheCommitCountsNotTheFolder() throws Exception {
        var tree = tree(".");
        remote.somebodyPushes("developer", "index.html", "<h1>later</h1>\n");
        repository.fetch(DEVELOPER);
        assertTrue(content(tree).contains("index.html=<h1>two</h1>"));
    }

    @Test
    void largeFilesAreStreamed() throws Exception {
        try (var out = Files.newOutputStream(remote.work().resolve("big.bin"))) {
            byte[] block = new byte[1 << 20];
            new java.util.Random(1).nextBytes(block);
            for (int i = 0; i < 70; i++) {
                out.write(block);
            }
        }
        remote.commitAndPush("developer", "Big");
        var seen = new long[1];
        tree(".").accept(new SiteTree.Visitor() {
            @Override
            public void file(String path, boolean executable, long size, InputStream stream) throws IOException {
                if (path.equals("big.bin")) {
                    assertFalse(stream instanceof java.io.ByteArrayInputStream);
                    seen[0] = stream.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }

            @Override
            public void symbolicLink(String path, String target) {}
        });
        assertEquals(70L << 20, seen[0]);
    }

    @Test
    @DisplayName("bad input: a site folder that is not there, is a file, or is a symbolic link")
    void folders() throws Exception {
        remote.write("real/x.html", "x");
        link("out", "/etc");
        link("in", "real");
        remote.commitAndPush("developer", "Folders");
        assertTrue(refusal("none").contains("does not have it"));
        assertTrue(refusal("index.html").contains("index.html is a file"));
        assertTrue(refusal("index.html/x").contains("index.html is a file"));
        assertTrue(refusal("out").contains("out is a symbolic link"));
        assertTrue(refusal("in").contains("in is a symbolic link"));
        assertTrue(refusal("in/x.html").contains("in is a symbolic link"));
        assertTrue(refusal("none/real").contains("does not have it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etc/passwd", "../index.html", "sub/../../index.html", "sub/none/../../../x", "..", "a\\b"})
    @DisplayName("bad input: a symbolic link out of the site's folder")
    void linksOut(String target) throws Exception {
        remote.write("site/sub/x.html", "x");
        link("site/link", target);
        remote.commitAndPush("developer", "Link");
        assertTrue(refusal("site").contains("\"link\""));
    }

    @Test
    @DisplayName("bad input: a symbolic link out of the site's folder through other links")
    void chainsOut() throws Exception {
        remote.write("site/a/b/x.html", "x");
        link("site/short", "a/b");
        link("site/a/up", "..");
        link("site/chain", "short/../up/a/up/../x");
        remote.commitAndPush("developer", "Chain");
        assertTrue(refusal("site").contains("\"chain\""));
    }

    @Test
    void chainsThatStayInsideAreFine() throws Exception {
        remote.write("site/a/b/x.html", "x");
        link("site/short", "a/b");
        link("site/chain", "short/../../short/x.html");
        link("site/here", ".");
        remote.commitAndPush("developer", "Chain");
        assertEquals(4, content(tree("site")).size());
    }

    @Test
    void circlesAreRefused() throws Exception {
        link("site/a", "b");
        link("site/b", "a");
        remote.commitAndPush("developer", "Circle");
        assertTrue(refusal("site").contains("in a circle"));
    }

    @Test
    @DisplayName("bad input: a submodule")
    void submodule() throws Exception {
        remote.git("update-index", "--add", "--cacheinfo", "160000," + remote.tip("master") + ",theme");
        remote.git("commit", "-q", "-m", "Submodule");
        remote.git("push", "-q", "origin", "HEAD:developer");
        assertTrue(refusal(".").contains("\"theme\" in folder ."));
        assertTrue(refusal(".").contains("it is a submodule"));
        assertTrue(refusal("theme").contains("theme is a submodule"));
    }

    @ParameterizedTest
    @CsvSource({".git", ".GIT", ".., ", "., ", "a\\b", "'x/y'"})
    @DisplayName("bad input: entry names that Git, a tar archive or a file system would be led astray by")
    void hostileNames(String name) throws Exception {
        pushTree(Map.of(name, "100644"));
        refusal(".");
    }

    @Test
    @DisplayName("bad input: entry names with control characters or bytes that are not UTF-8")
    void controlCharacters() throws Exception {
        pushTree(Map.of("a\u001Bb", "100644"));
        assertTrue(refusal(".").contains("\\u001b"));
        pushTree(Map.of("a\nb", "100644"));
        assertTrue(refusal(".").contains("\\u000a"));
        pushTree(Map.of("a\u00FFb", "100644"));
        assertTrue(refusal(".").contains("not UTF-8"));
        pushTree(Map.of("x".repeat(300), "100644"));
        assertTrue(refusal(".").contains("too long"));
    }

    @Test
    void hostileNamesOutsideTheFolderDoNotMatter() throws Exception {
        var blob = remote.git("rev-parse", "HEAD:index.html");
        var site = hashTree(Map.of("index.html", "100644"), blob);
        pushRaw(hashTree(Map.of("site", "40000"), site));
        assertEquals(List.of("index.html=<h1>two</h1>"), content(tree("site")));
    }

    @Test
    void aTreeThatContainsItselfManyTimesOverIsGivenUpOn() throws Exception {
        var tree = hashTree(Map.of("x", "100644"), remote.git("rev-parse", "HEAD:index.html"));
        for (int level = 0; level < 7; level++) {
            var ten = new java.util.TreeMap<String, String>();
            for (int i = 0; i < 10; i++) {
                ten.put("d" + i, "40000");
            }
            tree = hashTree(ten, tree);
        }
        pushRaw(tree);
        assertTrue(refusal(".").contains("more than 1000000"));
    }

    @Test
    void anEmptySiteIsRefused() throws Exception {
        pushRaw("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
        assertTrue(refusal(".").contains("there is no file in it"));
    }

    private void pushTree(Map<String, String> entries) throws Exception {
        pushRaw(hashTree(entries, remote.git("rev-parse", "developer:index.html")));
    }

    /** Writes a tree object without any of git's checks: one byte for each character of the names. */
    private String hashTree(Map<String, String> entries, String object) throws Exception {
        var raw = new java.io.ByteArrayOutputStream();
        for (var entry : new java.util.TreeMap<>(entries).entrySet()) {
            raw.write((entry.getValue() + " " + entry.getKey() + "\0").getBytes(StandardCharsets.ISO_8859_1));
            raw.write(java.util.HexFormat.of().parseHex(object));
        }
        var file = folder.resolve("raw-tree");
        Files.write(file, raw.toByteArray());
        return remote.git("hash-object", "-t", "tree", "-w", "--literally", file.toString());
    }

    private void pushRaw(String tree) throws Exception {
        var commit = remote.git("commit-tree", "-m", "Raw", tree);
        remote.git("push", "-q", "-f", "origin", commit + ":refs/heads/developer");
    }
}
