package io.jenkins.plugins.branchgate.jenkins.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineOutputStreamTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void handsOverLinesAsSoonAsTheyAreWhole() throws IOException {
        try (var out = new LineOutputStream(lines::add)) {
            out.write("Schritt 1: grü".getBytes(StandardCharsets.UTF_8));
            assertEquals(List.of(), lines);
            out.write("n\n\nrest".getBytes(StandardCharsets.UTF_8));
            assertEquals(List.of("Schritt 1: grün", ""), lines);
        }
        assertEquals(List.of("Schritt 1: grün", "", "rest"), lines);
    }

    @Test
    void aLineMayBeSoLongAndIsCutThere() throws IOException {
        var longest = "x".repeat(LineOutputStream.LONGEST_LINE);
        try (var out = new LineOutputStream(lines::add)) {
            out.write((longest + "\n" + longest + "yz\nshort\n" + longest + "y").getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(List.of(longest, longest + " …", "short", longest + " …"), lines);
    }

    @Test
    void linesOfWindowsEndWithoutACarriageReturn() throws IOException {
        try (var out = new LineOutputStream(lines::add)) {
            out.write("one\r".getBytes(StandardCharsets.UTF_8));
            out.write("\n\r\nt\rwo\r\nlast\r".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(List.of("one", "", "t\rwo", "last"), lines);
    }

    @Test
    void aLineIsCutBetweenCharacters() throws IOException {
        String cut = "x".repeat(LineOutputStream.LONGEST_LINE - 1);
        try (var out = new LineOutputStream(lines::add)) {
            out.write((cut + "€uro\n").getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(List.of(cut + " …"), lines);
    }

    @Test
    void anAgentThatWritesForEverFillsNoDisk() throws IOException {
        var kilobyte = ("x".repeat(1023) + "\n").getBytes(StandardCharsets.UTF_8);
        var count = new long[1];
        try (var out = new LineOutputStream(line -> {
            count[0] += line.length() + 1;
            lines.clear();
            lines.add(line);
        })) {
            for (int i = 0; i < LineOutputStream.MOST_BYTES / 1024; i++) {
                out.write(kilobyte);
            }
            assertTrue(lines.get(0).contains("64 MiB"), lines.get(0));
            lines.clear();
            out.write(kilobyte);
            assertEquals(List.of(), lines);
        }
        assertTrue(count[0] < LineOutputStream.MOST_BYTES + 200, count[0] + " characters");
    }

    @Test
    void nothingIsHeardOnceTheCallHasEnded() {
        var out = new LineOutputStream(lines::add);
        out.close();
        assertThrows(IOException.class, () -> out.write("late\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(List.of(), lines);
    }
}
