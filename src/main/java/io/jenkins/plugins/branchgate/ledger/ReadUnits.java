package io.jenkins.plugins.branchgate.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the lines of a transaction together as they are read, and takes them in once they are all there, or once what
 * follows shows that it is damage and no crash that left it incomplete. The line read last waits for the next one to
 * vouch for it.
 */
final class ReadUnits {

    /** A line that waits: an entry with its place, or a damage. */
    private record Held(LedgerEntry entry, LineIndex.Place place, Integrity.Damage damage) {}

    /** Where the last whole transaction ended, and with what. */
    record Sound(long length, String hash, long sequence) {}

    private final LineIndex index;
    private final Projections projections;
    private final List<Held> held = new ArrayList<>();
    private int whole;
    private int seen;
    private int of = 1;
    private boolean damaged;
    private boolean open;
    private Sound last = new Sound(0, LineFormat.NO_HASH, 0);
    private Sound sound = last;

    ReadUnits(LineIndex index, Projections projections) {
        this.index = index;
        this.projections = projections;
    }

    /** Keeps a damage for when it is sure that it is none that a crash left at the end. */
    void damage(Integrity.Damage damage) {
        held.add(new Held(null, null, damage));
    }

    /** A line without effect counts as one of its transaction's, which then is whole no more. */
    void unreadable() {
        if (open) {
            damaged = true;
            seen++;
        }
    }

    /**
     * Adds a line that can be read.
     *
     * @param entry null if what it says is not to be believed
     * @param after where the file is after it, with what hash and number
     */
    void add(Line line, LedgerEntry entry, LineIndex.Place place, Sound after) {
        if (open && (line.part() != seen + 1 || line.of() != of)) {
            end(last);
        }
        if (!open) {
            open = true;
            of = line.of();
            damaged = line.part() != 1;
        }
        seen = line.part();
        if (entry != null) {
            held.add(new Held(entry, place, null));
        }
        last = after;
        if (seen >= of && !damaged) {
            end(after);
        }
    }

    private void end(Sound at) {
        open = false;
        seen = 0;
        sound = at;
        whole = held.size();
    }

    /** The line that follows does not name the one read last, which therefore is not to be believed. */
    void disown() {
        int newest = held.size() - 1;
        if (newest >= 0 && held.get(newest).entry() != null) {
            held.remove(newest);
            whole = Math.min(whole, held.size());
        }
    }

    /** The next line is there: takes the whole transactions in. */
    void confirm() {
        take(whole);
    }

    /** True if the lines read last are not a whole transaction. */
    boolean incomplete() {
        return open;
    }

    Sound sound() {
        return sound;
    }

    /** At the end: drops what is left of the last transaction. */
    void drop() {
        held.subList(whole, held.size()).clear();
        open = false;
        take(whole);
    }

    /** At the end: takes all in. */
    void settle() {
        take(held.size());
    }

    private void take(int count) {
        for (var each : held.subList(0, count)) {
            if (each.damage() != null) {
                projections.damaged(each.damage());
                continue;
            }
            if (each.place() != null) {
                index.add(
                        each.place().sequence(),
                        each.place().offset(),
                        each.place().length());
            }
            projections.apply(each.entry());
        }
        held.subList(0, count).clear();
        whole -= count;
        whole = Math.max(0, whole);
    }
}
