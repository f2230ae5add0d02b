package io.jenkins.plugins.branchgate.jenkins.steps;

import jenkins.model.CauseOfInterruption;

/** Says on an aborted build's page that, by whom and why it was not approved. */
class NotApproved extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;

    private final String words;

    NotApproved(String words) {
        this.words = words;
    }

    @Override
    public String getShortDescription() {
        return words;
    }
}
