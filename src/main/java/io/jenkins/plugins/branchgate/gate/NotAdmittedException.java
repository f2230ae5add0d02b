package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.TargetConnection;

/** The gate refused a commit; the environment is untouched, and the refusal is in the ledger. */
public final class NotAdmittedException extends GateException {

    private static final long serialVersionUID = 1L;

    NotAdmittedException(String message) {
        super(message);
    }

    /**
     * A port belongs to somebody else.
     *
     * @param holder whose it is, in words for people
     */
    public static NotAdmittedException addressTaken(Port port, TargetConnection where, String holder) {
        return new NotAdmittedException("Port " + port + " of " + where.describe() + " belongs to " + holder
                + ", whether that answers there now or not. Nothing was changed. Choose another port, or have that"
                + " environment removed on the board.");
    }
}
