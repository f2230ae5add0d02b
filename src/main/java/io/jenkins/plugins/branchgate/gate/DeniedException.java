package io.jenkins.plugins.branchgate.gate;

/** This person may not do this. The attempt is in the approval's votes as denied. */
public final class DeniedException extends GateException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    DeniedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why, for callers that act on it. */
    public Reason reason() {
        return reason;
    }

    /** The kinds of denial. */
    public enum Reason {
        /** The person lacks the permission. */
        NO_PERMISSION,
        /** The person is not among the approvers named. */
        NOT_AN_APPROVER,
        /** The person made or started what is to be approved. */
        OWN_CHANGE,
        /** The person approved already; another one has to. */
        APPROVED_BEFORE
    }
}
