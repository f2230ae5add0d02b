package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Channel;
import java.util.List;
import org.springframework.security.core.Authentication;

/**
 * The one place through which page, REST, CLI and builds decide about approvals. Safe from any thread. A person without
 * the permission is refused, and that is recorded. Once enough people approved, the merge and the triggered job follow in
 * the background, also after a restart.
 */
@Extension
public class ApprovalDesk {

    /** The desk of the running controller. */
    public static ApprovalDesk get() {
        return ExtensionList.lookupSingleton(ApprovalDesk.class);
    }

    /**
     * One person's approval.
     *
     * @param run the build that asked
     * @param who the person
     * @param comment what the person wrote, or null
     * @param ticked the required checks the person confirmed
     * @return the approval as it stands afterwards
     * @throws DecisionRefusedException if it had no effect
     */
    public Approval approve(
            Run<?, ?> run, AskedApproval asked, Authentication who, String comment, List<String> ticked, Channel channel)
            throws DecisionRefusedException {
        throw new UnsupportedOperationException();
    }

    /** One person's rejection, which ends the approval; the reason is required. See {@link #approve}. */
    public Approval reject(Run<?, ?> run, AskedApproval asked, Authentication who, String reason, Channel channel)
            throws DecisionRefusedException {
        throw new UnsupportedOperationException();
    }

    /** Takes the request back before the merge; allowed to those who may decide or abort the build. See {@link #approve}. */
    public Approval withdraw(Run<?, ?> run, AskedApproval asked, Authentication who, String reason, Channel channel)
            throws DecisionRefusedException {
        throw new UnsupportedOperationException();
    }

    /**
     * The waiting build was aborted: withdraws the approval in the background, unless it is decided already. Returns at
     * once; never throws.
     *
     * @param userId who aborted it, or null if no person did
     * @param why what happened, in words for people
     */
    public void aborted(Run<?, ?> run, AskedApproval asked, String userId, String why) {
        throw new UnsupportedOperationException();
    }
}
