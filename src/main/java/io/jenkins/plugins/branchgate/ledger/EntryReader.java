package io.jenkins.plugins.branchgate.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads entries back from a ledger's file. */
@FunctionalInterface
interface EntryReader {

    /** Entries from {@code first}, at most {@code most}, none after {@code last}. */
    List<LedgerEntry> read(long first, int most, long last) throws IOException;

    /** As {@link #read(long, int, long)}, with the places from an index. */
    static List<LedgerEntry> read(Path path, LedgerFile file, LineIndex index, long first, int most, long last)
            throws IOException {
        var entries = new ArrayList<LedgerEntry>();
        int position = index.find(first);
        for (var place = index.at(position);
                place != null && place.sequence() <= last && entries.size() < most;
                place = index.at(++position)) {
            byte[] bytes = file.read(place.offset(), place.length());
            var read = entry(path, place, bytes);
            entries.add(new LedgerEntry(place.sequence(), read.at(), read.previousHash(), read.hash(), read.event()));
        }
        return List.copyOf(entries);
    }

    private static LedgerEntry entry(Path path, LineIndex.Place place, byte[] bytes) throws LedgerException {
        Line.UnreadableException cause = null;
        try {
            var line = LineFormat.read(bytes, 0, bytes.length);
            if (line.intact()) {
                return line.entry();
            }
        } catch (Line.UnreadableException e) {
            cause = e;
        }
        throw new LedgerException(
                "Entry " + place.sequence() + " of the ledger " + path + " can no longer be read: the file was changed"
                        + " while it was open. Restart, and see the warnings.",
                cause);
    }
}
