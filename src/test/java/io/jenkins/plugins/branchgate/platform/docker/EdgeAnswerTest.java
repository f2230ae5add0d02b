package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of an edge that someone took over, or of an engine that pretends to have one. */
class EdgeAnswerTest {

    @Test
    void anAnswerMayBeSoLongAndNoLonger() {
        var answer = new EdgeAnswer(false);
        assertTrue(answer.line("x".repeat(EdgeAnswer.MOST_CHARACTERS - 1)));
        assertFalse(answer.line(""));
        assertEquals(1, answer.lines().size());
    }

    @Test
    void ofAProbeThatReportsForEverOnlyTheLastReportIsKept() {
        var probe = new EdgeAnswer(true);
        for (int i = 0; i < 1000; i++) {
            assertTrue(probe.line(i + " " + "x".repeat(10_000)));
        }
        assertEquals(1, probe.lines().size());
        assertTrue(probe.lines().get(0).startsWith("999 "));
    }

    @Test
    void aLineMayBeSoLongAndNoLonger() {
        List<String> whole = new ArrayList<>();
        var lines = new EdgeShell.Lines(whole::add);
        String longest = "x".repeat(EdgeShell.Lines.LONGEST);
        assertTrue(lines.add((longest + "\nshort\n").getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of(longest, "short"), whole);
        assertFalse(lines.add((longest + "y").getBytes(StandardCharsets.UTF_8)));
    }
}
