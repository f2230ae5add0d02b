package io.jenkins.plugins.branchgate.jenkins.board;

import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import java.io.IOException;

/** How much waits for a decision; cheap, since every page asks. */
final class Waiting {

    private Waiting() {}

    /** The pending approvals of jobs that the calling user may read. */
    static int count() throws IOException {
        int count = 0;
        for (var ledger : BranchGate.get().openLedgers().values()) {
            for (var approval : ledger.view().open()) {
                if (approval.state() == ApprovalState.PENDING
                        && Builds.job(approval.buildUrl(), approval.openedAt()).isPresent()) {
                    count++;
                }
            }
        }
        return count;
    }
}
