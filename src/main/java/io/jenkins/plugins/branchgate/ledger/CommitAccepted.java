package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.util.Objects;

/**
 * Someone with the permission to override let a commit of a target branch, and all it builds on, count as admitted
 * although nobody tested it.
 *
 * @param approval the approval that it stood in the way of
 * @param branch the target branch
 * @param commit the commit
 * @param by the person's user id
 * @param name the person's name as people know it
 * @param reason what the person wrote
 */
public record CommitAccepted(
        ApprovalId approval, BranchName branch, CommitId commit, String by, String name, String reason)
        implements LedgerEvent {

    public CommitAccepted {
        Objects.requireNonNull(approval, "approval");
        Objects.requireNonNull(branch, "branch");
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
    }
}
