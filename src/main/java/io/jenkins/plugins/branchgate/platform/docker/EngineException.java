package io.jenkins.plugins.branchgate.platform.docker;

/** No Docker Engine could be reached. The message says which address was tried, why, and how to give another. */
public final class EngineException extends Exception {

    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
