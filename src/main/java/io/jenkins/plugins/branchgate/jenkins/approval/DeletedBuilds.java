package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.User;
import hudson.model.listeners.RunListener;

/** A build that is deleted takes its undecided approvals with it: without it nobody could see what they decide. */
@Extension
public class DeletedBuilds extends RunListener<Run<?, ?>> {

    @Override
    public void onDeleted(Run<?, ?> run) {
        var user = User.current();
        for (var asked : QaApprovalAction.of(run)) {
            ApprovalService.get()
                    .aborted(run, asked, user == null ? null : user.getId(), "The build that asked was deleted.");
        }
    }
}
