package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.model.Utf8;
import io.jenkins.plugins.branchgate.platform.LogPart;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;

/**
 * Collects entries of a log as an engine sends them, each with its time before it, and keeps the newest that are after a
 * position. Never holds more than it was told to, plus one entry.
 */
final class LogTail {

    /** Where the rest of a line that was cut off is looked for. */
    private static final int LONGEST_REST = 4096;

    private static final int LONGEST_TIME = 40;

    private final LogPosition since;
    private final int most;
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private long size;
    private int seenAtSince;
    private boolean cut;
    private long seconds;
    private int nanos;
    private int read;
    private LogPosition beforeLast;

    /** @param most how many bytes to keep */
    LogTail(LogPosition since, int most) {
        this.since = since;
        this.most = most;
        this.seconds = since.seconds();
        this.nanos = since.nanos();
        this.read = since.read();
    }

    /** Takes the next entry: a time, a space, and what was written. */
    void add(byte[] entry) {
        int space = space(entry);
        var at = space < 0 ? null : time(new String(entry, 0, space, StandardCharsets.US_ASCII));
        if (at == null) {
            keep(entry); // not an entry as engines send them: the text is all there is
            return;
        }
        int order = compare(at, since.seconds(), since.nanos());
        if (order < 0 || (order == 0 && ++seenAtSince <= since.read())) {
            return;
        }
        beforeLast = new LogPosition(seconds, nanos, read);
        if (compare(at, seconds, nanos) == 0) {
            read++;
        } else if (compare(at, seconds, nanos) > 0) {
            seconds = at.getEpochSecond();
            nanos = at.getNano();
            read = 1;
        }
        keep(Arrays.copyOfRange(entry, space + 1, entry.length));
    }

    private void keep(byte[] text) {
        if (text.length == 0) {
            return; // any number of these would fit
        }
        kept.addLast(text);
        size += text.length;
        while (size - kept.getFirst().length >= most) {
            size -= kept.removeFirst().length;
            cut = true;
        }
    }

    /** Says that older entries than those added were there, if any was after the position. */
    LogPart part(boolean more) {
        var next = new LogPosition(seconds, nanos, read);
        var shown = new ArrayList<>(kept);
        // A long line comes in pieces that may part a character; the last is read again, with the rest of the line.
        if (shown.size() > 1 && endsInCharacter(kept.getLast())) {
            shown.remove(shown.size() - 1);
            next = beforeLast;
        }
        var all = new byte[(int) size];
        int end = 0;
        for (byte[] text : shown) {
            System.arraycopy(text, 0, all, end, text.length);
            end += text.length;
        }
        int from = Math.max(0, end - most);
        cut |= from > 0 || (more && seenAtSince == 0 && end > 0);
        if (cut) {
            from = lineAfter(all, from, end);
        }
        return new LogPart(new String(all, from, end - from, StandardCharsets.UTF_8), next, cut);
    }

    private static boolean endsInCharacter(byte[] text) {
        return Utf8.wholeCharacters(text, text.length) < text.length;
    }

    /** The beginning of the next line, or, if that is far, of the next character. */
    private static int lineAfter(byte[] all, int from, int end) {
        for (int i = from; i < Math.min(end - 1, from + LONGEST_REST); i++) {
            if (all[i] == '\n') {
                return i + 1;
            }
        }
        int i = from;
        while (i < end && (all[i] & 0xC0) == 0x80) {
            i++;
        }
        return i;
    }

    private static int space(byte[] entry) {
        for (int i = 0; i < Math.min(entry.length, LONGEST_TIME); i++) {
            if (entry[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static int compare(Instant at, long seconds, int nanos) {
        int order = Long.compare(at.getEpochSecond(), seconds);
        return order != 0 ? order : Integer.compare(at.getNano(), nanos);
    }
}
