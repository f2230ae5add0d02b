package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.Ownership;
import java.util.Objects;

/**
 * From now on an environment belongs to this owner, on these terms; the latest one counts.
 *
 * @param ownership all that holds
 * @param how what happened
 * @param why the same for people, in a sentence
 * @param by who or what did it, as people know it
 */
public record EnvironmentOwned(Ownership ownership, How how, String why, String by) implements LedgerEvent {

    /** What changed an ownership. */
    public enum How {
        /** The first deployment that was let in. */
        CLAIMED,
        /**
         * A configuration took the place of a claim that somebody else had made: nothing that ran before then counts as
         * known, and the environment takes its branch's head once, as if it were new.
         */
        TAKEN_OVER,
        /** The same owner, other terms that loosen nothing, another way to the same target, or a configured change. */
        CHANGED,
        /** A person with authority changed owner, target or terms. */
        ORDERED,
        /** The owner was renamed or moved, and is the same. */
        RENAMED,
        /** The owner was deleted. */
        ORPHANED
    }

    public EnvironmentOwned {
        Objects.requireNonNull(ownership, "ownership");
        Objects.requireNonNull(how, "how");
    }
}
