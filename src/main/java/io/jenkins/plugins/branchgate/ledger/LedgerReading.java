package io.jenkins.plugins.branchgate.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * One pass over a ledger's file at its opening: takes in every whole transaction, drops what a crash left of the last
 * one, and says what is damaged. What a damaged line says has no effect: neither a line that was changed, nor one that
 * the line after it does not name. Holds one chunk of the file in memory, however long its lines are.
 */
final class LedgerReading {

    private static final int CHUNK = 1 << 20;

    /** How a ledger's first line begins, as {@link LineFormat#write} writes it. */
    private static final byte[] BEGIN = "{\"seq\":0,\"at\":\"".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NEW_LINE = {'\n'};

    private final LedgerFile file;
    private final ReadUnits units;
    private final Warnings warnings;

    private long lineNumber;
    private String lastHash = LineFormat.NO_HASH;
    private boolean lastHashKnown = true;
    private long lastSequence;
    private boolean readOnly;

    /** What is known of a line that is too long, until its end is found. */
    private MessageDigest overlong;

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
            int count = (int) Math.min(CHUNK, size - position);
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
            if (overlong != null || rest.length > LineFormat.LONGEST_LINE) {
                overlong = overlong == null ? newDigest() : overlong;
                overlong.update(rest);
                rest = new byte[0];
            }
        }
        end(rest, size);
    }

    /** The lines that end in a buffer; before {@code searchFrom} none does. The first may be the end of a long one. */
    private List<Slice> lines(byte[] buffer, int searchFrom, long offset) {
        var slices = new ArrayList<Slice>();
        int from = 0;
        for (int i = searchFrom; i < buffer.length; i++) {
            if (buffer[i] == '\n') {
                var slice = new Slice(buffer, from, i, offset + from);
                if (overlong != null) {
                    overlong.update(buffer, from, i - from);
                    slice.hash = HexFormat.of().formatHex(overlong.digest());
                    overlong = null;
                }
                slices.add(slice);
                from = i + 1;
            }
        }
        return slices;
    }

    private void take(Slice slice) {
        lineNumber++;
        var line = slice.line;
        if (line == null) {
            units.confirm();
            damaged(
                    slice,
                    "Line " + lineNumber + " of the ledger cannot be read (" + slice.problem + ") and is passed"
                            + " over; it was damaged or edited after it was written. All other lines are in use.");
            lastHashKnown = false;
            units.unreadable();
            return;
        }
        checkChain(slice, line);
        checkType(line);
        var entry = line.entry();
        long sequence = Math.max(entry.sequence(), lastSequence + 1);
        LineIndex.Place place = new LineIndex.Place(sequence, slice.offset, slice.end - slice.from);
        if (!line.intact()) {
            // its number may be as wrong as the rest of it
            sequence = lastSequence;
            entry = null;
        } else if (lineNumber == 1) {
            sequence = 0;
            place = null;
            checkHeader(slice, entry);
        } else {
            entry = new LedgerEntry(sequence, entry.at(), entry.previousHash(), entry.hash(), entry.event());
        }
        if (entry != null && entry.event() instanceof LedgerHeader header) {
            readOnly |= header.isNewer();
        }
        lastSequence = sequence;
        lastHash = line.entry().hash();
        lastHashKnown = true;
        units.add(line, entry, place, new ReadUnits.Sound(slice.offset + slice.length() + 1, lastHash, sequence));
    }

    /** Each line names the hash that the line before it carries, also one that no longer matches its own. */
    private void checkChain(Slice slice, Line line) {
        boolean follows = !lastHashKnown || line.entry().previousHash().equals(lastHash);
        if (!follows && line.intact()) {
            units.disown();
        }
        units.confirm();
        if (!line.intact()) {
            damaged(
                    slice,
                    "Line " + lineNumber + " of the ledger was changed after it was written: its content does not"
                            + " match its hash. It has no effect; compare it with a backup.");
        } else if (!follows) {
            damaged(
                    slice,
                    "The ledger's hash chain is broken at line " + lineNumber + ": it does not follow the line before"
                            + " it, which has no effect therefore. Lines were removed, inserted or rewritten there;"
                            + " compare the file with a backup.");
        }
    }

    private void checkHeader(Slice slice, LedgerEntry entry) {
        if (!(entry.event() instanceof LedgerHeader)) {
            damaged(
                    slice,
                    "The ledger does not begin with its header, which says whose it is: the first line was removed, or"
                            + " is not one that Branch Gate wrote. Compare the file with a backup.");
        }
    }

    private void damaged(Slice slice, String what) {
        warnings.add(what);
        units.damage(new Integrity.Damage(lineNumber, slice.hash(), what));
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
        if (overlong != null) {
            last.hash = HexFormat.of().formatHex(overlong.digest());
        }
        last.read();
        boolean endless = last.line != null && last.line.intact();
        boolean foreign = last.hash != null || lineNumber == 0 && rest.length > 0 && !endless && !isTornHeader(rest);
        if (endless || foreign) {
            take(last);
        }
        if (readOnly) {
            units.settle(); // it is not ours to repair
        } else if (foreign) {
            file.append(NEW_LINE); // it stays as it is, and what is written next begins a line
            units.settle();
        } else if (units.incomplete()) {
            lastHash = units.sound().hash();
            lastSequence = units.sound().sequence();
            cut(units.sound().length(), "The last transaction in the ledger was cut off");
            units.drop();
        } else if (endless) {
            file.append(NEW_LINE);
            warnings.add("The last line of the ledger, line " + lineNumber
                    + ", was whole but not ended; its end was added." + " Nothing is lost.");
            units.settle();
        } else {
            if (rest.length > 0) {
                cut(size - rest.length, "The last record in the ledger was cut off");
            }
            units.settle();
        }
    }

    private static boolean isTornHeader(byte[] rest) {
        int length = Math.min(rest.length, BEGIN.length);
        return Arrays.equals(rest, 0, length, BEGIN, 0, length);
    }

    private void cut(long to, String what) throws IOException {
        long dropped = file.length() - to;
        file.truncate(to);
        warnings.add(what + ", as happens when the machine or the process stops while it writes. What was there of it, "
                + dropped
                + " bytes, was dropped; whoever asked for it never got an answer. Nothing before it is lost.");
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The bytes of one line, and what they say once read. */
    private static final class Slice {

        private final byte[] bytes;
        private final int from;
        private final int end;
        private final long offset;
        private Line line;
        private String problem;
        private String hash;

        Slice(byte[] bytes, int from, int end, long offset) {
            this.bytes = bytes;
            this.from = from;
            this.end = end;
            this.offset = offset;
        }

        int length() {
            return end - from;
        }

        /** Of the whole line as it stands in the file. */
        String hash() {
            return hash != null ? hash : LineFormat.sha256(bytes, from, length());
        }

        /** A line whose hash is known already was too long to be kept. */
        void read() {
            if (hash != null || length() > LineFormat.LONGEST_LINE) {
                problem = "it is longer than " + LineFormat.LONGEST_LINE + " bytes";
                return;
            }
            try {
                line = LineFormat.read(bytes, from, length());
            } catch (Line.UnreadableException e) {
                problem = e.getMessage();
            }
        }
    }
}
