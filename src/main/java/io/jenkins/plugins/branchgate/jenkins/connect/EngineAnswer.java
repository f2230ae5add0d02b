package io.jenkins.plugins.branchgate.jenkins.connect;

import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a call on an engine gave, in a form that may cross a channel: no {@link Optional}, and no exception with causes of
 * classes that the other side may not know or not admit. A failure keeps its kind and its message. Nothing in it is
 * believed before {@link #get} has looked at it: an agent can send anything that Jenkins lets through the channel.
 *
 * @param value what was returned, null for none and for an empty optional
 * @param failure the kind of failure, or null
 * @param message the failure's message; what is longer than {@value #LONGEST_MESSAGE} characters is cut
 */
record EngineAnswer(Serializable value, Failure failure, String message) implements Serializable {

    static final int LONGEST_MESSAGE = 16 * 1024;

    /** The most texts and numbers in one answer, and the most characters in its texts. */
    static final int MOST_VALUES = 100_000;

    static final int MOST_CHARACTERS = 8 * 1024 * 1024;

    private static final int DEEPEST = 10;

    /** The kinds of failure that callers tell apart. */
    enum Failure {
        PLATFORM,
        UNREACHABLE,
        IMAGE,
        INTERRUPTED,
        REFUSED_VALUE,
        OTHER
    }

    EngineAnswer {
        if (message != null && message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE) + " …";
        }
    }

    static EngineAnswer of(Object value) {
        Object plain = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return new EngineAnswer((Serializable) plain, null, null);
    }

    static EngineAnswer failed(Throwable thrown) {
        if (thrown instanceof UnreachableException) {
            return new EngineAnswer(null, Failure.UNREACHABLE, thrown.getMessage());
        }
        if (thrown instanceof PlatformException) {
            return new EngineAnswer(null, Failure.PLATFORM, thrown.getMessage());
        }
        if (thrown instanceof ImageException) {
            return new EngineAnswer(null, Failure.IMAGE, thrown.getMessage());
        }
        if (thrown instanceof InterruptedException) {
            return new EngineAnswer(null, Failure.INTERRUPTED, thrown.getMessage());
        }
        if (thrown instanceof IllegalArgumentException) {
            return new EngineAnswer(null, Failure.REFUSED_VALUE, thrown.getMessage());
        }
        return new EngineAnswer(null, Failure.OTHER, thrown.toString());
    }

    /**
     * The value as the caller declared it, or the failure thrown again.
     *
     * @param method what was called
     * @param platform true if its failures are a platform's, false if they are an image builder's
     * @throws IOException if this is no answer to that call
     */
    Object get(Method method, boolean platform) throws PlatformException, ImageException, IOException {
        if (failure == null) {
            return value(method.getGenericReturnType());
        }
        switch (failure) {
            case UNREACHABLE -> {
                if (platform) {
                    throw new UnreachableException(message, null);
                }
                throw new ImageException(message);
            }
            case PLATFORM, IMAGE -> {
                if (platform) {
                    throw new PlatformException(message);
                }
                throw new ImageException(message);
            }
            // Who aborts here ends the wait here, and hears of no answer.
            case INTERRUPTED -> throw new IOException("its work was interrupted there");
            case REFUSED_VALUE -> throw new IllegalArgumentException(message);
            default -> throw new IllegalStateException(message);
        }
    }

    private Object value(Type declared) throws IOException {
        var reader = new Reader();
        if (declared instanceof ParameterizedType type && type.getRawType() == Optional.class) {
            return value == null
                    ? Optional.empty()
                    : Optional.of(reader.checked(value, type.getActualTypeArguments()[0], 0));
        }
        if (declared == void.class) {
            return null;
        }
        return reader.checked(value, declared, 0);
    }

    /** Looks through a value: each part is of the declared type, and all parts together are not too much. */
    private static final class Reader {
        private int values;
        private long characters;

        /** The value; a list is copied, since the one that came may be of a class that changes its mind. */
        Object checked(Object given, Type declared, int depth) throws IOException {
            var type = boxed(declared instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) declared);
            if (!type.isInstance(given)) {
                throw new IOException("it answered "
                        + (given == null ? "nothing" : given.getClass().getName()) + " where " + type.getSimpleName()
                        + " was asked for");
            }
            count(given instanceof CharSequence text ? text.length() : 0, depth);
            if (given instanceof Collection<?> collection && declared instanceof ParameterizedType p) {
                var copy = new ArrayList<>();
                for (Object each : collection) {
                    copy.add(checked(each, p.getActualTypeArguments()[0], depth + 1));
                }
                return type == List.class || type == Collection.class ? List.copyOf(copy) : given;
            }
            if (given instanceof Record) {
                parts(given, depth);
            }
            return given;
        }

        private void parts(Object whole, int depth) throws IOException {
            for (var part : whole.getClass().getRecordComponents()) {
                try {
                    part.getAccessor().setAccessible(true);
                    Object given = part.getAccessor().invoke(whole);
                    if (given != null) {
                        checked(given, part.getGenericType(), depth + 1);
                    }
                } catch (ReflectiveOperationException e) {
                    throw new IOException("a part of its answer cannot be read: " + part.getName(), e);
                }
            }
        }

        private void count(int length, int depth) throws IOException {
            characters += length;
            if (++values > MOST_VALUES || characters > MOST_CHARACTERS || depth > DEEPEST) {
                throw new IOException("its answer is larger than any that is believed");
            }
        }

        private static Class<?> boxed(Class<?> type) {
            if (!type.isPrimitive()) {
                return type;
            }
            return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
        }
    }
}
