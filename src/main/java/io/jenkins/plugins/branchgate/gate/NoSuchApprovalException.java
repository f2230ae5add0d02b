package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.ApprovalId;

/** The site has no approval of that id. */
public final class NoSuchApprovalException extends GateException {

    private static final long serialVersionUID = 1L;

    NoSuchApprovalException(ApprovalId id) {
        super("There is no approval " + id
                + " for this site. Nothing was changed; the list of those that wait shows the" + " ids.");
    }
}
