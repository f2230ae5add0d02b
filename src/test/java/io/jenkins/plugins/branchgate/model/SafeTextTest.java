package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SafeTextTest {

    @Test
    void ordersToATerminalAreTakenOut() {
        assertEquals("red plain", SafeText.block("\u001b[1;31mred\u001b[0m plain"));
        assertEquals("title", SafeText.block("\u001b]0;owned\u0007ti\u001b]8;;http://x\u001b\\tle"));
        assertEquals("cleared", SafeText.block("\u001b[2J\u001b[Hcleared\u001bM"));
    }

    @Test
    void lineEndsAreOfOneKindAndTabsStay() {
        assertEquals("a\nb\nc\nd\te\n", SafeText.block("a\r\nb\rc\u2028d\te\n"));
    }

    @Test
    void whatIsNotSeenIsShown() {
        assertEquals("a\uFFFDb\uFFFDc\uFFFD[", SafeText.block("a\0b\u202Ec\u001b["));
    }

    @Test
    void markupIsLeftAsText() {
        assertEquals("<script>alert(1)</script>", SafeText.block("<script>alert(1)</script>"));
    }

    @Test
    void aMegabyteOfBegunOrdersEnds() {
        assertEquals(1 << 20, SafeText.block("\u001b]".repeat(1 << 19)).length());
    }

    @Test
    void aLineHasNoOrdersNoLineEndsAndAnEnd() {
        assertEquals("red two", SafeText.line("\u001b[31mred\u001b[0m\r\n\u202Etwo\n"));
        assertEquals("", SafeText.line(null));
        assertEquals("abc…", SafeText.line("abcdef", 3));
        assertEquals("a…", SafeText.line("a\uD83D\uDE00b", 2), "no character is cut in two");
    }

    @Test
    void ofManyLinesTheFirstFortyAreShownEachSafeAndIndented() {
        assertEquals("a\n  b", SafeText.lines("a\u001b[2J\n    b\u0007"));
        assertEquals(40, SafeText.lines("x\n".repeat(100)).lines().count());
    }
}
