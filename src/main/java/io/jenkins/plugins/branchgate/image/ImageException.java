package io.jenkins.plugins.branchgate.image;

import java.util.regex.Pattern;

/** An image could not be built, found or tagged. The message says what was tried and what the engine said. */
public final class ImageException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final Pattern SIBLING_GONE = Pattern.compile("unable to find image \"?sha256:[0-9a-f]+");

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * True if the same build can go well a moment later. Docker's classic builder compares a step with every image of the
     * same base, and gives the build up when one of them, of any site, is removed meanwhile. Told by the engine's words:
     * they are all that comes from an agent.
     */
    public boolean isPassing() {
        return SIBLING_GONE.matcher(getMessage()).find();
    }
}
