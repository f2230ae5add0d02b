package io.jenkins.plugins.branchgate.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a ledger can be believed, as its opening found it. While it cannot, its site's gates are closed.
 *
 * @param damages the first damaged places, in order
 * @param places how many there are
 * @param digest tells this damage from any other: made of the number and the hash of each damaged line
 * @param acknowledged true if an administrator has acknowledged all of it
 * @param newer true if a version that this one does not understand writes the ledger
 */
public record Integrity(List<Damage> damages, long places, String digest, boolean acknowledged, boolean newer) {

    static final Integrity WHOLE = new Integrity(List.of(), 0, LineFormat.NO_HASH, false, false);

    private static final int SHOWN = 50;
    private static final int NAMED = 10;

    public Integrity {
        damages = List.copyOf(damages);
    }

    /**
     * A damaged place.
     *
     * @param line the number of the line, from 1
     * @param hash the SHA-256 of the line as it is now
     * @param what what is wrong with it, in words for people
     */
    public record Damage(long line, String hash, String what) {}

    Integrity with(Damage damage) {
        var all = damages;
        if (all.size() < SHOWN) {
            all = new ArrayList<>(damages);
            all.add(damage);
        }
        byte[] text = (digest + "\n" + damage.line() + "\n" + damage.hash()).getBytes(StandardCharsets.UTF_8);
        String next = LineFormat.sha256(text, 0, text.length);
        return new Integrity(all, places + 1, next, false, newer);
    }

    Integrity with(ChainAcknowledged event) {
        boolean same = places > 0 && event.places() == places && event.digest().equals(digest);
        return same ? new Integrity(damages, places, digest, true, newer) : this;
    }

    Integrity with(LedgerHeader header) {
        return new Integrity(damages, places, digest, acknowledged, header.isNewer());
    }

    ChainAcknowledged acknowledgedBy(String person) {
        return new ChainAcknowledged(person, damages.stream().map(Damage::line).toList(), places, digest);
    }

    /** True if anything was ever found damaged, acknowledged or not. */
    public boolean isDamaged() {
        return places > 0;
    }

    /** True if an administrator can open the gates again. */
    public boolean needsAcknowledgement() {
        return isDamaged() && !acknowledged && !newer;
    }

    /** Why the gates are closed, for people; empty if the ledger does not close them. */
    public Optional<String> whyClosed() {
        if (newer) {
            return Optional.of("its ledger was written by a newer version of Branch Gate than this one, which can only"
                    + " read it. What runs keeps serving, but is not healed, and nothing is let in, approved, merged or"
                    + " changed. Install that version again");
        }
        if (!needsAcknowledgement()) {
            return Optional.empty();
        }
        return Optional.of("its ledger was edited or damaged at " + lines() + ". What runs keeps serving, and nothing"
                + " is let in, approved, merged, rolled back or scaled. An administrator has to compare the ledger with"
                + " a backup, and either restore it or acknowledge the damage on the Branch Gate board");
    }

    /** The damaged lines, for people: {@code "line 3"}. */
    public String lines() {
        String named = damages.stream()
                .limit(NAMED)
                .map(damage -> Long.toString(damage.line()))
                .distinct()
                .collect(Collectors.joining(", "));
        return (places == 1 ? "line " : "lines ")
                + named
                + (places > NAMED ? " and " + (places - NAMED) + " more" : "");
    }
}
