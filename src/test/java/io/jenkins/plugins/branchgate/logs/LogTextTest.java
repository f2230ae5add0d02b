package io.jenkins.plugins.branchgate.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void ordersToATerminalAreTakenOut() {
        assertEquals("red plain", LogText.clean("\u001b[1;31mred\u001b[0m plain"));
        assertEquals("title", LogText.clean("\u001b]0;owned\u0007ti\u001b]8;;http://x\u001b\\tle"));
        assertEquals("cleared", LogText.clean("\u001b[2J\u001b[Hcleared\u001bM"));
    }

    @Test
    void lineEndsAreOfOneKindAndTabsStay() {
        assertEquals("a\nb\nc\nd\te\n", LogText.clean("a\r\nb\rc\u2028d\te\n"));
    }

    @Test
    void whatIsNotSeenIsShown() {
        assertEquals("a\uFFFDb\uFFFDc\uFFFD[", LogText.clean("a\0b\u202Ec\u001b["));
    }

    @Test
    void markupIsLeftAsText() {
        assertEquals("<script>alert(1)</script>", LogText.clean("<script>alert(1)</script>"));
    }

    @Test
    void aMegabyteOfBegunOrdersEnds() {
        assertEquals(1 << 20, LogText.clean("\u001b]".repeat(1 << 19)).length());
    }
}
