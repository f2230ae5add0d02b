package io.jenkins.plugins.branchgate.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InterruptedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
        "[a-], -, true",
        "[\\]x], ], true",
        "a/**/**/z, a/z, true",
        "**/**/z, z, true",
        "***.md, docs/a.md, true",
        "a**z, a/b/z, true",
        "a**z, abcz, false",
        "docs/*/*, docs/a, false",
        "?, \uD83D\uDE00, true",
        "a+(b), a+(b), true",
        "#a, #a, false",
        "**, anything/at/all, true",
        ".., a, false",
    })
    void oneLine(String line, String path, boolean excluded) throws Exception {
        assertEquals(excluded, parse(line + "\n").excludes(path), line + " on " + path);
    }

    @Test
    void theLastMatchingLineDecides() throws Exception {
        var ignore = parse("\uFEFF# all but the docs\r\n*\r\n\r\n!docs\r\ndocs/secret*\r\n! docs/secret-no.md\n");
        assertTrue(ignore.excludes("index.html"));
        assertEquals(false, ignore.excludes("docs/deep/a.md"));
        assertTrue(ignore.excludes("docs/secret.md"));
        assertEquals(false, ignore.excludes("docs/secret-no.md"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "[]", "[^]", "[z-a]", "[a\\", "a\\", "!"})
    void aMalformedLineIsNamed(String line) {
        var refused = assertThrows(ImageException.class, () -> parse("fine\n" + line));
        assertTrue(refused.getMessage().contains("line 2"), refused.getMessage());
    }

    /** Each of these takes a backtracking matcher longer than anybody waits. */
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "**/**/**/**/**/**/**/**/**/**/**/**/x",
                "**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/x",
                "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*x",
                "**a**a**a**a**a**a**a**a**a**a**a**a**a**x",
                "?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*x",
            })
    void aPatternMadeToBeSlowIsNot(String line) throws Exception {
        var ignore = parse(line);
        for (int i = 0; i < 100; i++) {
            assertEquals(false, ignore.excludes("a/".repeat(100) + "a".repeat(200)), line);
        }
    }

    @Test
    void asMuchAsIsAllowedIsReadAndNoMore() throws Exception {
        String longest = "a".repeat(DockerIgnore.LONGEST_LINE);
        assertTrue(parse(longest).excludes(longest));
        var tooLong = assertThrows(ImageException.class, () -> parse("b\n" + longest + "a"));
        assertTrue(tooLong.getMessage().contains("line 2"), tooLong.getMessage());

        String most = "x\n".repeat(DockerIgnore.MOST_PATTERNS) + "# and a comment\n\n";
        assertTrue(parse(most).excludes("x"));
        var tooMany = assertThrows(ImageException.class, () -> parse(most + "y"));
        assertTrue(tooMany.getMessage().contains("1000 patterns"), tooMany.getMessage());
    }

    @Test
    void allFilesTogetherMayCostSoMuchAndNoMore() throws Exception {
        var ignore = DockerIgnore.parse("**/*a*b", 10_000);
        var refused = assertThrows(BuildContext.LimitException.class, () -> {
            for (int i = 0; i < 10_000; i++) {
                ignore.excludes("a/".repeat(20) + i);
            }
        });
        assertTrue(refused.getMessage().contains("'**'"), refused.getMessage());
    }

    @Test
    @Timeout(60)
    void anInterruptEndsIt() throws Exception {
        var ignore = parse("**/*a*a*a*b\n".repeat(DockerIgnore.MOST_PATTERNS));
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedIOException.class, () -> {
                while (true) {
                    ignore.excludes("a".repeat(1000));
                }
            });
        } finally {
            Thread.interrupted();
        }
    }

    private static DockerIgnore parse(String text) throws ImageException {
        return DockerIgnore.parse(text, Long.MAX_VALUE);
    }
}
