package io.jenkins.plugins.branchgate.jenkins.cli;

import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalReference;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalService;
import io.jenkins.plugins.branchgate.jenkins.approval.DecisionRefusedException;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Channel;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.args4j.Option;

/** {@code branch-gate-approve}: see {@link DecisionCommand} for its exit codes. */
@Extension
public class BranchGateApproveCommand extends DecisionCommand {

    @Option(
            name = "--tick",
            metaVar = "CHECK",
            usage = "The text of a required check that you confirm; may be repeated")
    public List<String> ticked = new ArrayList<>();

    @Override
    public String getShortDescription() {
        return Messages.BranchGateApproveCommand_ShortDescription();
    }

    @Override
    protected Approval decide(ApprovalService desk, Run<?, ?> run, ApprovalReference asked)
            throws DecisionRefusedException {
        return desk.approve(run, asked, Jenkins.getAuthentication2(), comment, ticked, Channel.CLI);
    }
}
