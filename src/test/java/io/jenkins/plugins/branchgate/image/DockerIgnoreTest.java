package io.jenkins.plugins.branchgate.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules mean; that the engine's own command agrees is {@link DockerIgnoreAgreementTest}. */
class DockerIgnoreTest {

    @ParameterizedTest
    @CsvSource({
        "*.md, a.md, true",
        "*.md, docs/a.md, false",
        "*/*.md, docs/a.md, true",
        "**/*.md, docs/deep/a.md, true",
        "**/*.md, a.md, true",
        "**.md, docs/deep/a.md, true",
        "docs, docs/deep/a.md, true",
        "docs/, docs/a.md, true",
        "/docs, docs/a.md, true",
        "./docs, docs/a.md, true",
        "docs, mydocs/a.md, false",
        "docs/**, docs/a.md, true",
        "a?c, abc, true",
        "a?c, a/c, false",
        "[a-c].txt, b.txt, true",
        "[^a-c].txt, b.txt, false",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "a/../b, b, true",
        "\\*.txt, *.txt, true",
        "\\*.txt, a.txt, false",
        "a.b, axb, false",
        "a+(b), a+(b), true",
        "#a, #a, false",
        "**, anything/at/all, true",
        ".., a, false",
    })
    void oneLine(String line, String path, boolean excluded) throws ImageException {
        assertEquals(excluded, DockerIgnore.parse(line + "\n").excludes(path), line + " on " + path);
    }

    @Test
    void theLastMatchingLineDecides() throws ImageException {
        var ignore = DockerIgnore.parse(
                "\uFEFF# all but the docs\r\n*\r\n\r\n!docs\r\ndocs/secret*\r\n! docs/secret-no.md\n");
        assertTrue(ignore.excludes("index.html"));
        assertEquals(false, ignore.excludes("docs/deep/a.md"));
        assertTrue(ignore.excludes("docs/secret.md"));
        assertEquals(false, ignore.excludes("docs/secret-no.md"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "[]", "a\\", "!"})
    void aMalformedLineIsNamed(String line) {
        var refused = assertThrows(ImageException.class, () -> DockerIgnore.parse("fine\n" + line));
        assertTrue(refused.getMessage().contains("line 2"), refused.getMessage());
    }
}
