package io.jenkins.plugins.branchgate.jenkins.cli;

import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalReference;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import java.io.IOException;
import java.util.Optional;

/**
 * An approval found by its id.
 *
 * @param run the build that asked
 * @param asked what it keeps of it
 */
record KnownApproval(Run<?, ?> run, ApprovalReference asked) {

    /** The approval of that id, as far as the calling user may read its job. */
    static Optional<KnownApproval> find(ApprovalId id) throws IOException {
        for (var ledger : BranchGate.get().ledgers().open().values()) {
            var approval = ledger.view().approval(id);
            var run = approval.flatMap(each -> Builds.build(each.buildUrl(), each.openedAt()));
            var asked = run.flatMap(build -> QaApprovalAction.of(build, id));
            if (asked.isPresent()) {
                return Optional.of(new KnownApproval(run.get(), asked.get()));
            }
        }
        return Optional.empty();
    }
}
