package io.jenkins.plugins.branchgate.jenkins.board;

import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalJson;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalSentences;
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
        return ApprovalSentences.state(approval);
    }

    public String tone() {
        return ApprovalSentences.tone(approval);
    }

    public String icon() {
        return ApprovalSentences.icon(approval);
    }

    /** Its page. */
    public String url() {
        return ApprovalJson.of(site, approval).url();
    }
}
