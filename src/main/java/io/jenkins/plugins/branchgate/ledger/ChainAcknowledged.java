package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import java.util.List;
import java.util.Objects;

/**
 * An administrator has looked at the damaged places of the ledger, and lets its gates open again. Good for exactly these
 * places: with another edit they close again.
 *
 * @param by who
 * @param lines the numbers of the damaged lines, the first of them
 * @param places how many damaged places there are
 * @param digest what {@link Integrity#digest} said of all of them
 */
public record ChainAcknowledged(String by, List<Long> lines, long places, String digest) implements LedgerEvent {

    public ChainAcknowledged {
        Objects.requireNonNull(by, "by");
        lines = lines == null ? List.of() : List.copyOf(lines);
        Objects.requireNonNull(digest, "digest");
    }

    /** How an approval that was under way ends with it: a line that ended it before may be among the lost. */
    static ApprovalMoved ended(Approval approval) {
        boolean merging = approval.state() == ApprovalState.MERGING;
        String why = "The ledger was damaged while this was under way, so what became of it is not certain. "
                + (merging ? "Whether it was merged, the repository tells; it" : "It")
                + " admits nothing. Ask for the decision again.";
        return new ApprovalMoved(
                approval.id(), approval.state(), merging ? ApprovalState.FAILED : ApprovalState.SUPERSEDED, why, null);
    }
}
