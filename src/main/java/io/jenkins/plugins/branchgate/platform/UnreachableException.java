package io.jenkins.plugins.branchgate.platform;

/**
 * A platform, or the agent next to it, did not answer. Says nothing about what runs there, and that the same may succeed
 * as soon as it answers again.
 */
public class UnreachableException extends PlatformException {

    private static final long serialVersionUID = 1L;

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** True if a failure is, or was caused by, a platform that did not answer. */
    public static boolean isCauseOf(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreachableException) {
                return true;
            }
        }
        return false;
    }
}
