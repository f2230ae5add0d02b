package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.ApprovalId;
import java.util.Objects;

/**
 * Those who may decide were reminded; written so that they are reminded once.
 *
 * @param approval which approval
 */
public record ApprovalReminded(ApprovalId approval) implements LedgerEvent {

    public ApprovalReminded {
        Objects.requireNonNull(approval, "approval");
    }
}
