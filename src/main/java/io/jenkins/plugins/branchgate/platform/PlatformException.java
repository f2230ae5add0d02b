package io.jenkins.plugins.branchgate.platform;

/**
 * A platform could not do what was asked. The message says what was tried, what the platform said, what is unharmed and
 * what to do next.
 */
public class PlatformException extends Exception {

    private static final long serialVersionUID = 1L;

    public PlatformException(String message) {
        super(message);
    }

    public PlatformException(String message, Throwable cause) {
        super(message, cause);
    }
}
