package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.Approval;
import java.util.Objects;

/**
 * A QA decision is asked for.
 *
 * @param approval the approval as it was opened
 */
public record ApprovalOpened(Approval approval) implements LedgerEvent {

    public ApprovalOpened {
        Objects.requireNonNull(approval, "approval");
    }
}
