package io.jenkins.plugins.branchgate.gate;

/** The gate refused a commit; the environment is untouched, and the refusal is in the ledger. */
public final class NotAdmittedException extends GateException {

    private static final long serialVersionUID = 1L;

    NotAdmittedException(String message) {
        super(message);
    }
}
