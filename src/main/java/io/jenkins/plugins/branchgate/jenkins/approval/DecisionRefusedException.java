package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.model.Approval;

/** A decision had no effect. The message is for the person who tried, the kind for programs. */
public final class DecisionRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient Approval approval;

    /** @param approval how the approval stands, or null if that is not known or not for the caller */
    public DecisionRefusedException(Kind kind, String message, Approval approval) {
        super(message);
        this.kind = kind;
        this.approval = approval;
    }

    /** Why, for callers that act on it. */
    public Kind kind() {
        return kind;
    }

    /** How the approval stands, or null. */
    public Approval approval() {
        return approval;
    }

    /** The kinds of refusal, each with its HTTP status. */
    public enum Kind {
        /** This person may not; it was recorded. */
        NOT_ALLOWED(403),
        /** What was given does not suffice, for example a rejection without a reason. */
        INCOMPLETE(400),
        /** More was sent than a decision can be. */
        TOO_LARGE(413),
        /** There is no such approval. */
        UNKNOWN(404),
        /** It was decided already, or what was tested is no longer what QA runs. */
        CONFLICT(409),
        /** The remote, or the disk, does not answer; nothing was decided, and trying again may help. */
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status that says so. */
        public int status() {
            return status;
        }
    }
}
