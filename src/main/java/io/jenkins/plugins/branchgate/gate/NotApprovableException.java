package io.jenkins.plugins.branchgate.gate;

/** Nobody could approve this as things stand. The attempt is in the approval's votes as denied. */
public final class NotApprovableException extends GateException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    NotApprovableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why, for callers that act on it. */
    public Reason reason() {
        return reason;
    }

    /** The kinds of obstacle. */
    public enum Reason {
        /** The site's ledger is damaged or a newer version's, which closes all its gates. */
        LEDGER_CLOSED,
        /** At the opening: the environment does not run the release that is to be approved. */
        NOT_WHAT_RUNS,
        /** The environment is not healthy, so what was tested cannot be looked at. */
        UNHEALTHY,
        /** A required check was not ticked. */
        CHECKS_OPEN,
        /** The tested commit is not in the branch it is said to come from. */
        NOT_IN_SOURCE,
        /** The target branch has commits that were neither tested nor let in before. */
        UNTESTED_COMMITS,
        /** The merge would conflict. */
        CONFLICTS,
        /** The target moved in a way that asks for a new QA round. */
        RETEST,
        /** The strategy cannot bring the commit into the target. */
        NOT_POSSIBLE
    }
}
