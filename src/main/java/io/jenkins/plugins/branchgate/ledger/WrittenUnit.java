package io.jenkins.plugins.branchgate.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of one transaction, as they are to be written.
 *
 * @param lines what each says, and how long it is
 * @param bytes all of them
 */
record WrittenUnit(List<WrittenLine> lines, byte[] bytes) {

    /** @param length in bytes, with the line feed */
    record WrittenLine(LedgerEntry entry, int length) {}

    /**
     * @param first the number of the first
     * @param previousHash the hash that the first names
     * @throws IllegalArgumentException if an event is too long, or cannot be written; nothing was written then
     */
    static WrittenUnit of(long first, Instant at, String previousHash, List<LedgerEvent> events) throws IOException {
        var lines = new ArrayList<WrittenLine>(events.size());
        var bytes = new ByteArrayOutputStream();
        String previous = previousHash;
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            byte[] line = LineFormat.write(first + i, at, previous, i + 1, events.size(), event);
            if (line.length > LineFormat.LONGEST_LINE) {
                throw new IllegalArgumentException("A " + EventTypes.nameOf(event) + " of " + line.length
                        + " bytes is too long for the ledger: at most " + LineFormat.LONGEST_LINE
                        + ". Nothing was written.");
            }
            String hash = LineFormat.hashOf(line);
            lines.add(new WrittenLine(new LedgerEntry(first + i, at, previous, hash, event), line.length));
            bytes.write(line);
            previous = hash;
        }
        return new WrittenUnit(lines, bytes.toByteArray());
    }
}
