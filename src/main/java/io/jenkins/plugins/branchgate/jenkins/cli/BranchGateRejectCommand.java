package io.jenkins.plugins.branchgate.jenkins.cli;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalReference;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalService;
import io.jenkins.plugins.branchgate.jenkins.approval.DecisionRefusedException;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Channel;
import jenkins.model.Jenkins;

/** {@code branch-gate-reject}: see {@link DecisionCommand} for its exit codes. */
@Extension
public class BranchGateRejectCommand extends DecisionCommand {

    @Override
    public String getShortDescription() {
        return Messages.BranchGateRejectCommand_ShortDescription();
    }

    @Override
    protected Approval decide(ApprovalService desk, Run<?, ?> run, ApprovalReference asked)
            throws DecisionRefusedException {
        return desk.reject(run, asked, Jenkins.getAuthentication2(), comment, Channel.CLI);
    }
}
