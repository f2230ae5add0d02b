package io.jenkins.plugins.branchgate.demo;

/** The demo cannot begin with what it was given; nothing was touched. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
