package io.jenkins.plugins.branchgate.deploy;

/** A release that is being watched after its switch does not do well. The message says what was seen. */
final class TroubleException extends Exception {

    private static final long serialVersionUID = 1L;

    TroubleException(String message) {
        super(message);
    }
}
