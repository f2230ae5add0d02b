package io.jenkins.plugins.branchgate.jenkins.board;

import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalJson;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalTexts;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.SiteId;

/**
 * An approval that is over, as the board lists it.
 *
 * @param site whose it is
 * @param siteName what people call the site
 * @param approval how it ended
 */
public record ShownApproval(SiteId site, String siteName, Approval approval) {

    public String state() {
        return ApprovalTexts.state(approval);
    }

    public String tone() {
        return ApprovalTexts.tone(approval);
    }

    public String icon() {
        return ApprovalTexts.icon(approval);
    }

    /** Its page. */
    public String url() {
        return ApprovalJson.of(site, approval).url();
    }
}
