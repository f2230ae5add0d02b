package io.jenkins.plugins.branchgate.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the lines of a transaction together as they are read, and takes them in once they are all there, or once what
 * follows shows that it is damage and no crash that left it incomplete.
 */
final class ReadUnits {

    private record Held(LedgerEntry entry, LineIndex.Place place) {}

    private final LineIndex index;
    private final Projections projections;
    private final List<Held> held = new ArrayList<>();
    private int seen;
    private int of = 1;
    private boolean damaged;
    private boolean open;

    ReadUnits(LineIndex index, Projections projections) {
        this.index = index;
        this.projections = projections;
    }

    /** A line that cannot be read counts as one of its transaction's, which then is whole no more. */
    void unreadable() {
        if (open) {
            damaged = true;
            seen++;
        }
    }

    /**
     * Adds a line.
     *
     * @return true if a transaction is whole now, from its first line to its last
     */
    boolean add(Line line, long sequence, long offset, int length) {
        if (open && (line.part() != seen + 1 || line.of() != of)) {
            flush();
        }
        if (!open) {
            open = true;
            of = line.of();
            damaged = line.part() != 1;
        }
        seen = line.part();
        var read = line.entry();
        var entry = sequence == read.sequence()
                ? read
                : new LedgerEntry(sequence, read.at(), read.previousHash(), read.hash(), read.event());
        held.add(new Held(entry, new LineIndex.Place(sequence, offset, length)));
        if (seen < of || damaged) {
            return false;
        }
        flush();
        return true;
    }

    /** True if the lines read last are not a whole transaction. */
    boolean incomplete() {
        return open;
    }

    private void flush() {
        for (var line : held) {
            index.add(
                    line.place().sequence(), line.place().offset(), line.place().length());
            projections.apply(line.entry());
        }
        held.clear();
        open = false;
        seen = 0;
    }
}
