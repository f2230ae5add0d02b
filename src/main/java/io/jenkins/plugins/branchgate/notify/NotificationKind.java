package io.jenkins.plugins.branchgate.notify;

/** What a notification is about. The word is part of the webhook's contract and does not change. */
public enum NotificationKind {
    APPROVAL_OPENED("approval-opened"),
    APPROVAL_REMINDER("approval-reminder"),
    APPROVAL_ENDED("approval-ended"),
    DEPLOYMENT_DONE("deployment-done"),
    DEPLOYMENT_FAILED("deployment-failed"),
    GATE_OVERRIDDEN("gate-overridden"),
    ENVIRONMENT_HEALED("environment-healed"),
    ALERT("alert");

    private final String word;

    NotificationKind(String word) {
        this.word = word;
    }

    /** The word sent to programs. */
    public String word() {
        return word;
    }
}
