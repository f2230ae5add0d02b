package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.util.stream.Collectors;

/** A build was started because an approved merge was pushed. */
public final class ApprovedCause extends Cause {

    private final String branch;
    private final String approvers;
    private final String buildName;
    private final String approvalUrl;

    ApprovedCause(Run<?, ?> asking, Approval approval) {
        branch = approval.into().value();
        approvers = approval.votes().stream()
                .filter(vote -> vote.verdict() == Verdict.APPROVE)
                .map(Vote::name)
                .distinct()
                .collect(Collectors.joining(", "));
        buildName = asking.getFullDisplayName();
        approvalUrl = asking.getUrl() + QaApprovalAction.URL_NAME + "/" + approval.id() + "/";
    }

    @Override
    public String getShortDescription() {
        return Messages.ApprovedCause_ShortDescription(branch, approvers, buildName);
    }

    /** The approval's page, relative to the controller's. */
    public String getApprovalUrl() {
        return approvalUrl;
    }
}
