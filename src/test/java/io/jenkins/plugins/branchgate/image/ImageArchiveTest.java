package io.jenkins.plugins.branchgate.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive that another engine made is taken in without the names it brings, and without what no image has. */
class ImageArchiveTest {

    private static final String ONE =
            "[{\"Config\":\"a.json\",\"RepoTags\":[\"haproxy:lts\"],\"Layers\":[\"b/layer.tar\"]}]";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    @Test
    void namesThatWouldTakeTheEdgesPlaceAreLeftOut() throws Exception {
        file("a.json", "settings");
        file("b/layer.tar", "l".repeat(200_000));
        file("manifest.json", ONE);
        file("repositories", "{\"haproxy\":{\"lts\":\"b\"}}");
        file(
                "index.json",
                "{\"manifests\":[{\"digest\":\"sha256:1\",\"annotations\":{\"io.containerd.image.name\":\"haproxy:lts\"}}],\"annotations\":{\"x\":\"haproxy:lts\"}}");
        var passed = pass();
        assertEquals("settings", passed.get("a.json"));
        assertEquals("l".repeat(200_000), passed.get("b/layer.tar"));
        assertEquals(
                "[{\"Config\":\"a.json\",\"RepoTags\":null,\"Layers\":[\"b/layer.tar\"]}]",
                passed.get("manifest.json"));
        assertEquals("{\"manifests\":[{\"digest\":\"sha256:1\"}]}", passed.get("index.json"));
        assertEquals(4, passed.size(), passed::toString);
    }

    @Test
    void aListOfTwoImagesIsRefused() throws Exception {
        file("manifest.json", "[{},{}]");
        assertTrue(assertThrows(IOException.class, this::pass).getMessage().contains("does not describe one image"));
    }

    @Test
    void aLayerThatOccursTwicePassesAsALink() throws Exception {
        link("c/layer.tar", "../" + "a".repeat(64) + "/layer.tar", TarConstants.LF_SYMLINK);
        assertEquals("-> ../" + "a".repeat(64) + "/layer.tar", pass().get("c/layer.tar"));
    }

    @Test
    void aLinkInTheListsPlaceIsRefused() throws Exception {
        link("manifest.json", "blobs/names", TarConstants.LF_SYMLINK);
        refused();
    }

    @Test
    void aLinkThatLeavesTheArchiveIsRefused() throws Exception {
        link("c/layer.tar", "/etc/shadow", TarConstants.LF_SYMLINK);
        refused();
    }

    @Test
    void aHardLinkIsRefused() throws Exception {
        link("c/layer.tar", "b/layer.tar", TarConstants.LF_LINK);
        refused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "./manifest.json", "a/./b", "a b", "a/b/c/d/e/f"})
    void aPathThatNoImageHasIsRefused(String path) throws Exception {
        file(path, "x");
        refused();
    }

    @Test
    void aListWithoutEndIsRefused() throws Exception {
        file("manifest.json", " ".repeat(1024 * 1024 + 1));
        refused();
    }

    @Test
    void anArchiveThatIsCutOffIsNotTakenForWhole() throws Exception {
        file("b/layer.tar", "l".repeat(100_000));
        tar.finish();
        var half = new ImageArchive(new ByteArrayInputStream(bytes.toByteArray(), 0, 50_000));
        assertThrows(IOException.class, half::readAllBytes);
        assertTrue(half.refusal() != null);
    }

    private void refused() {
        assertTrue(assertThrows(IOException.class, this::pass).getMessage().contains("a part that no image has"));
    }

    private void file(String name, String content) throws IOException {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
    }

    private void link(String name, String target, byte kind) throws IOException {
        var entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private Map<String, String> pass() throws IOException {
        tar.finish();
        var passed = new LinkedHashMap<String, String>();
        var archive = new ImageArchive(new ByteArrayInputStream(bytes.toByteArray()));
        try (var in = new TarArchiveInputStream(new ByteArrayInputStream(archive.readAllBytes()))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                passed.put(
                        entry.getName(),
                        entry.isSymbolicLink()
                                ? "-> " + entry.getLinkName()
                                : new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return passed;
    }
}
