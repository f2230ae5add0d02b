package io.jenkins.plugins.branchgate.image;

/** An image could not be built, found or tagged. The message says what was tried and what the engine said. */
public final class ImageException extends Exception {

    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
