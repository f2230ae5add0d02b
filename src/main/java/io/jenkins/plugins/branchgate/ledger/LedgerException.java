package io.jenkins.plugins.branchgate.ledger;

import java.io.IOException;

/** A ledger could not be opened, read or written. The message says what is unharmed and what to do next. */
public final class LedgerException extends IOException {

    private static final long serialVersionUID = 1L;

    public LedgerException(String message) {
        super(message);
    }

    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
