package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.Vote;
import java.util.Objects;

/**
 * Someone decided, or was kept from deciding.
 *
 * @param approval which approval
 * @param vote who, what, when and from where
 */
public record Voted(ApprovalId approval, Vote vote) implements LedgerEvent {

    public Voted {
        Objects.requireNonNull(approval, "approval");
        Objects.requireNonNull(vote, "vote");
    }
}
