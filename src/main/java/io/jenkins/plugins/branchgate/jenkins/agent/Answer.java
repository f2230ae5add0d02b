package io.jenkins.plugins.branchgate.jenkins.agent;

import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.io.Serializable;
import java.util.Optional;

/**
 * What a call on an engine gave, in a form that may cross a channel: no {@link Optional}, and no exception with causes of
 * classes that the other side may not know or not admit. A failure keeps its kind and its message.
 *
 * @param value what was returned, null for none and for an empty optional
 * @param failure the kind of failure, or null
 * @param message the failure's message
 */
record Answer(Serializable value, Failure failure, String message) implements Serializable {
    /** The kinds of failure that callers tell apart. */
    enum Failure {
        PLATFORM,
        UNREACHABLE,
        IMAGE,
        INTERRUPTED,
        REFUSED_VALUE,
        OTHER
    }

    static Answer of(Object value) {
        Object plain = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return new Answer((Serializable) plain, null, null);
    }

    static Answer failed(Throwable thrown) {
        if (thrown instanceof UnreachableException) {
            return new Answer(null, Failure.UNREACHABLE, thrown.getMessage());
        }
        if (thrown instanceof PlatformException) {
            return new Answer(null, Failure.PLATFORM, thrown.getMessage());
        }
        if (thrown instanceof ImageException) {
            return new Answer(null, Failure.IMAGE, thrown.getMessage());
        }
        if (thrown instanceof InterruptedException) {
            return new Answer(null, Failure.INTERRUPTED, thrown.getMessage());
        }
        if (thrown instanceof IllegalArgumentException) {
            return new Answer(null, Failure.REFUSED_VALUE, thrown.getMessage());
        }
        return new Answer(null, Failure.OTHER, thrown.toString());
    }

    /**
     * The value as the caller declared it, or the failure thrown again.
     *
     * @param declared the called method's return type
     */
    Object get(Class<?> declared) throws PlatformException, ImageException, InterruptedException {
        if (failure == null) {
            return declared == Optional.class ? Optional.ofNullable(value) : value;
        }
        switch (failure) {
            case UNREACHABLE -> throw new UnreachableException(message, null);
            case PLATFORM -> throw new PlatformException(message);
            case IMAGE -> throw new ImageException(message);
            case INTERRUPTED -> throw new InterruptedException(message);
            case REFUSED_VALUE -> throw new IllegalArgumentException(message);
            default -> throw new IllegalStateException(message);
        }
    }
}
