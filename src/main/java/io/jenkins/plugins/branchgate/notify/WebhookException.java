package io.jenkins.plugins.branchgate.notify;

/** A webhook was not delivered. The message names the receiver's host and what it said, never the key or the URL's query. */
public final class WebhookException extends Exception {

    private static final long serialVersionUID = 1L;

    public WebhookException(String message, Throwable cause) {
        super(message, cause);
    }
}
