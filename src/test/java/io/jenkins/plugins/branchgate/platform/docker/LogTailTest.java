package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTailTest {

    private static final String TIME = "2026-03-01T10:00:00.000000001Z ";
    private static final String SAME = TIME;
    private static final String LATER = "2026-03-01T10:00:00.000000002Z ";

    private final LogTail first = new LogTail(LogPosition.START, 1000);

    @Test
    void theTextComesWithoutItsTimes() {
        add(first, TIME + "one\n", LATER + "two\n");
        assertEquals("one\ntwo\n", first.part(false).text());
    }

    @Test
    void theNextPartHasWhatWasWrittenSinceAndNothingTwice() {
        add(first, TIME + "one\n");
        var next = new LogTail(first.part(false).next(), 1000);
        add(next, TIME + "one\n", SAME + "in the same instant\n", LATER + "two\n");
        assertEquals("in the same instant\ntwo\n", next.part(false).text());
        var last = new LogTail(next.part(false).next(), 1000);
        add(last, LATER + "two\n");
        assertEquals("", last.part(false).text());
        assertEquals(next.part(false).next(), last.part(false).next());
    }

    /** Each takes memory of its own, and none of the bytes that are allowed. */
    @Test
    void emptyEntriesWithoutEndTakeNoMemory() {
        for (int i = 0; i < 3_000_000; i++) {
            first.add(new byte[0]);
        }
        add(first, TIME + "one\n");
        assertEquals("one\n", first.part(false).text());
    }

    @Test
    void theNewestIsKeptFromALineOn() {
        var small = new LogTail(LogPosition.START, 10);
        add(small, TIME + "first line\n", LATER + "second\n", LATER + "3rd\n");
        assertEquals("3rd\n", small.part(false).text());
        assertTrue(small.part(false).cut());
    }

    @Test
    void aLineWithoutAnEndIsCutAtACharacter() {
        var small = new LogTail(LogPosition.START, 5);
        add(small, TIME + "ä".repeat(100_000));
        assertEquals("ää", small.part(false).text());
        assertTrue(small.part(false).cut());
    }

    /** Engines send a line of more than 16 KiB in pieces. */
    @Test
    void aCharacterThatAPieceOfALineEndsInIsReadWithTheNextPart() {
        byte[] line = "a long linäe\n".getBytes(StandardCharsets.UTF_8);
        byte[] begin = entry(LATER, Arrays.copyOf(line, 11));
        add(first, TIME + "one\n");
        first.add(begin);
        assertEquals("one\n", first.part(false).text());
        var next = new LogTail(first.part(false).next(), 1000);
        add(next, TIME + "one\n");
        next.add(begin);
        next.add(entry(LATER, Arrays.copyOfRange(line, 11, line.length)));
        assertEquals("a long linäe\n", next.part(false).text());
    }

    @Test
    void aLogThatEndsWithinACharacterIsShownAllTheSame() {
        first.add(entry(TIME, new byte[] {'x', (byte) 0xc3}));
        assertEquals("x\uFFFD", first.part(false).text());
    }

    private static byte[] entry(String time, byte[] text) {
        byte[] begin = time.getBytes(StandardCharsets.UTF_8);
        byte[] entry = Arrays.copyOf(begin, begin.length + text.length);
        System.arraycopy(text, 0, entry, begin.length, text.length);
        return entry;
    }

    @Test
    void aGapIsToldFromNoGap() {
        add(first, TIME + "one\n");
        var since = first.part(false).next();
        var complete = new LogTail(since, 1000);
        add(complete, TIME + "one\n", LATER + "two\n");
        assertFalse(complete.part(true).cut());
        var rotatedAway = new LogTail(since, 1000);
        add(rotatedAway, LATER + "two\n");
        assertTrue(rotatedAway.part(true).cut());
    }

    @Test
    void bytesThatAreNoTextHarmNothing() {
        first.add(new byte[] {(byte) 0xff, 0, 13});
        first.add(new byte[0]);
        assertEquals("\uFFFD\0\r", first.part(false).text());
    }

    @Test
    void aPositionIsReadAsItWasWritten() {
        var position = new LogPosition(1700000000, 5, 2);
        assertEquals(position, LogPosition.parse(position.toString()));
        assertEquals(LogPosition.START, LogPosition.parse(null));
        assertEquals(LogPosition.START, LogPosition.parse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.2", "-1.0.0", "1.2.3.4", "1.9999999999.0", "a.b.c", "1.2.3\n", "../1.2.3"})
    void anythingElseIsRefused(String text) {
        assertThrows(InvalidValueException.class, () -> LogPosition.parse(text));
    }

    private static void add(LogTail tail, String... entries) {
        for (var entry : entries) {
            tail.add(entry.getBytes(StandardCharsets.UTF_8));
        }
    }
}
