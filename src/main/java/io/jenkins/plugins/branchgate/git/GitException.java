package io.jenkins.plugins.branchgate.git;

import java.util.Objects;

/**
 * A repository could not be asked, read or changed. The message is for people: what was asked of whom, why it failed,
 * what to do next; it holds no secret.
 */
public final class GitException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public GitException(Reason reason, String message) {
        this(reason, message, null);
    }

    public GitException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why, for callers that act on it. */
    public Reason reason() {
        return reason;
    }

    /** The kinds of failure. */
    public enum Reason {
        /** There is no repository at the address, or none that these credentials may see. */
        REPOSITORY_MISSING,
        /** The repository has no commit yet. */
        REPOSITORY_EMPTY,
        /** The repository has no branch of that name. */
        BRANCH_MISSING,
        /** The repository does not have the commit. */
        COMMIT_MISSING,
        /** The remote wants credentials, or others than those given. */
        CREDENTIALS_REFUSED,
        /** The remote's SSH host key or TLS certificate is not one to trust. */
        HOST_NOT_TRUSTED,
        /** The remote did not answer, or not in time; trying again may help. */
        UNREACHABLE,
        /** The site's folder or something in it cannot be deployed. */
        CONTENT_REFUSED,
        /** More would have to be read, or was sent, than is taken from any repository. */
        TOO_LARGE,
        /** The local mirror cannot be read or written. */
        MIRROR_BROKEN,
        /** The calling thread was interrupted; its interrupt flag is set. */
        INTERRUPTED
    }
}
