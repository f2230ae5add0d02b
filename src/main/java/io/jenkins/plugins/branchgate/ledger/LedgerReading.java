package io.jenkins.plugins.branchgate.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One pass over a ledger's file at its opening: takes in every whole transaction, drops what a crash left of the last
 * one, and says what is damaged. Damage before the end drops nothing but what cannot be read at all.
 */
final class LedgerReading {

    private static final int CHUNK = 1 << 20;

    private final LedgerFile file;
    private final ReadUnits units;
    private final Warnings warnings;

    private long lineNumber;
    private String lastHash = LineFormat.NO_HASH;
    private boolean lastHashKnown = true;
    private long lastSequence;

    /** Where the last whole transaction ended, and with what. */
    private long soundLength;

    private String soundHash = LineFormat.NO_HASH;
    private long soundSequence;

    LedgerReading(LedgerFile file, LineIndex index, Projections projections, Warnings warnings) {
        this.file = file;
        this.warnings = warnings;
        units = new ReadUnits(index, projections);
    }

    /** The hash that the next entry is to name as the one before it. */
    String lastHash() {
        return lastHash;
    }

    /** The number of the last entry. */
    long lastSequence() {
        return lastSequence;
    }

    /** Reads it all, and repairs the end if a crash tore it. */
    void run() throws IOException {
        long size = file.length();
        byte[] rest = new byte[0];
        long position = 0;
        while (position < size) {
            int count = (int) Math.min(Math.max(CHUNK, rest.length), size - position);
            byte[] buffer = Arrays.copyOf(rest, rest.length + count);
            System.arraycopy(file.read(position, count), 0, buffer, rest.length, count);
            long start = position - rest.length;
            position += count;
            var slices = lines(buffer, rest.length, start);
            // reading takes most of the time and no line needs another one: on all cores
            slices.parallelStream().forEach(Slice::read);
            slices.forEach(this::take);
            int taken = slices.isEmpty() ? 0 : slices.get(slices.size() - 1).end + 1;
            rest = Arrays.copyOfRange(buffer, taken, buffer.length);
        }
        end(rest, size);
    }

    /** The lines that end in a buffer; before {@code searchFrom} none does. */
    private static List<Slice> lines(byte[] buffer, int searchFrom, long offset) {
        var slices = new ArrayList<Slice>();
        int from = 0;
        for (int i = searchFrom; i < buffer.length; i++) {
            if (buffer[i] == '\n') {
                slices.add(new Slice(buffer, from, i, offset + from));
                from = i + 1;
            }
        }
        return slices;
    }

    private void take(Slice slice) {
        lineNumber++;
        var line = slice.line;
        if (line == null) {
            warnings.add("Line " + lineNumber + " of the ledger cannot be read (" + slice.problem + ") and is passed"
                    + " over; it was damaged or edited after it was written. All other lines are in use.");
            lastHashKnown = false;
            units.unreadable();
            return;
        }
        long offset = slice.offset;
        int length = slice.end - slice.from;
        checkChain(line);
        checkType(line);
        long sequence = Math.max(line.entry().sequence(), lastSequence + 1);
        lastSequence = sequence;
        lastHash = line.entry().hash();
        lastHashKnown = line.intact();
        if (units.add(line, sequence, offset, length)) {
            soundLength = offset + length + 1;
            soundHash = lastHash;
            soundSequence = lastSequence;
        }
    }

    private void checkChain(Line line) {
        if (!line.intact()) {
            warnings.add("Line " + lineNumber + " of the ledger was changed after it was written: its content does not"
                    + " match its hash. It is in use as it stands; compare it with a backup.");
        } else if (lastHashKnown && !line.entry().previousHash().equals(lastHash)) {
            warnings.add(
                    "The ledger's hash chain is broken at line " + lineNumber + ": it does not follow the line before"
                            + " it. Lines were removed, inserted or rewritten there; compare the file with a backup.");
        }
    }

    private void checkType(Line line) {
        if (!line.readable()) {
            warnings.add("Line " + lineNumber + " of the ledger, a \""
                    + ((UnknownEvent) line.entry().event()).type()
                    + "\", has content that this version cannot read. It stays in the file without effect; a newer"
                    + " version of Branch Gate probably wrote it.");
        }
    }

    private void end(byte[] rest, long size) throws IOException {
        var last = new Slice(rest, 0, rest.length, size - rest.length);
        last.read();
        boolean endless = last.line != null && last.line.intact();
        if (endless) {
            take(last);
        }
        if (units.incomplete()) {
            cut(soundLength, "The last transaction in the ledger was cut off");
            lastHash = soundHash;
            lastSequence = soundSequence;
        } else if (endless) {
            file.append("\n".getBytes(StandardCharsets.US_ASCII));
            soundLength = file.length();
            warnings.add("The last line of the ledger, line " + lineNumber
                    + ", was whole but not ended; its end was added." + " Nothing is lost.");
        } else if (rest.length > 0) {
            cut(size - rest.length, "The last record in the ledger was cut off");
        }
    }

    private void cut(long to, String what) throws IOException {
        long dropped = file.length() - to;
        file.truncate(to);
        warnings.add(what + ", as happens when the machine or the process stops while it writes. What was there of it, "
                + dropped
                + " bytes, was dropped; whoever asked for it never got an answer. Nothing before it is lost.");
    }

    /** The bytes of one line, and what they say once read. */
    private static final class Slice {

        private final byte[] bytes;
        private final int from;
        private final int end;
        private final long offset;
        private Line line;
        private String problem;

        Slice(byte[] bytes, int from, int end, long offset) {
            this.bytes = bytes;
            this.from = from;
            this.end = end;
            this.offset = offset;
        }

        void read() {
            try {
                line = LineFormat.read(bytes, from, end - from);
            } catch (Line.UnreadableException e) {
                problem = e.getMessage();
            }
        }
    }
}
