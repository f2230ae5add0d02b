package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.util.Objects;

/**
 * An approval went from one state to the next.
 *
 * @param approval which approval
 * @param from the state it was in
 * @param to the state it is in from here on
 * @param why the reason, in words for people
 * @param mergeCommit the commit now in the target branch when it was merged, else null
 */
public record ApprovalMoved(ApprovalId approval, ApprovalState from, ApprovalState to, String why, CommitId mergeCommit)
        implements LedgerEvent {

    public ApprovalMoved {
        Objects.requireNonNull(approval, "approval");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }
}
