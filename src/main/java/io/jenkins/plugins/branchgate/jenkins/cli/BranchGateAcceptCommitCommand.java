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
import org.kohsuke.args4j.Argument;

/** {@code branch-gate-accept-commit}: see {@link DecisionCommand} for its exit codes. */
@Extension
public class BranchGateAcceptCommitCommand extends DecisionCommand {

    @Argument(
            index = 1,
            metaVar = "COMMIT",
            required = true,
            usage = "Full id of the commit of the target branch that nobody tested, as the approval's page shows it")
    public String commit;

    @Override
    public String getShortDescription() {
        return Messages.BranchGateAcceptCommitCommand_ShortDescription();
    }

    @Override
    protected Approval decide(ApprovalService desk, Run<?, ?> run, ApprovalReference asked)
            throws DecisionRefusedException {
        return desk.accept(run, asked, Jenkins.getAuthentication2(), commit, comment, Channel.CLI);
    }
}
