package io.jenkins.plugins.branchgate.jenkins.connect;

import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Stands on the controller for a part of an engine that an agent talks to: every call is made by the agent. What an agent
 * answers is believed only if it is what the method returns, and no call waits for an agent for ever: one that is silent
 * is as good as lost.
 */
final class EngineProxy implements InvocationHandler {

    /** For a question that an engine answers from what it knows. */
    static final Duration QUESTION = Duration.ofMinutes(2);

    /** For an order, in addition to the times that it names itself. */
    static final Duration ORDER = Duration.ofMinutes(20);

    /** For a call that moves content: a build, or a copy of an image. */
    static final Duration TRANSFER = Duration.ofHours(2);

    private static final Set<String> QUESTIONS = Set.of(
            "describe",
            "describePort",
            "identity",
            "replicas",
            "places",
            "edge",
            "counters",
            "readLog",
            "find",
            "has",
            "tag");

    private final Transport transport;
    private final String agent;
    private final Class<?> face;
    private final Duration longest;

    private EngineProxy(Transport transport, String agent, Class<?> face, Duration longest) {
        this.transport = transport;
        this.agent = agent;
        this.face = face;
        this.longest = longest;
    }

    /** How a call reaches the agent. */
    interface Transport {
        /** Begins a call; a cancelled one is interrupted on the agent. */
        Future<EngineAnswer> begin(String method, Object[] arguments) throws IOException;

        /** Waits until all is here that the agent wrote to the arguments before it answered. */
        void awaitWritten() throws InterruptedException;
    }

    /**
     * @param agent its name, for messages
     * @param face {@code Platform} or {@code ImageBuilder}
     */
    static <T> T of(Transport transport, String agent, Class<T> face) {
        return of(transport, agent, face, null);
    }

    /** @param longest how long every call may take; null for the usual times */
    static <T> T of(Transport transport, String agent, Class<T> face, Duration longest) {
        var handler = new EngineProxy(transport, agent, face, longest);
        return face.cast(Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, handler));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Exception {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> face.getSimpleName() + " on agent " + agent;
            };
        }
        Object[] given = arguments == null ? new Object[0] : arguments;
        Object[] travelling = Arrays.stream(given).map(EngineProxy::travelling).toArray();
        try {
            return call(method, travelling, longest == null ? limit(method.getName(), given) : longest);
        } catch (InterruptedException e) {
            throw interrupted(method, e);
        } catch (IOException e) {
            throw lost(e);
        } finally {
            for (Object each : travelling) {
                if (each instanceof OutputStream written) {
                    written.close(); // nothing the agent writes after its answer is heard
                }
            }
        }
    }

    private Object call(Method method, Object[] travelling, Duration limit)
            throws IOException, PlatformException, ImageException, InterruptedException {
        var call = transport.begin(method.getName(), travelling);
        boolean ended = false;
        try {
            var answer = call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (Arrays.stream(travelling).anyMatch(OutputStream.class::isInstance)) {
                transport.awaitWritten();
            }
            ended = true;
            if (answer == null) {
                throw new IOException("it answered nothing");
            }
            return answer.get(method, face == Platform.class);
        } catch (TimeoutException e) {
            throw new IOException("it did not answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            ended = true;
            throw e.getCause() instanceof IOException cause ? cause : new IOException(String.valueOf(e.getCause()), e);
        } finally {
            if (!ended) {
                call.cancel(true);
            }
        }
    }

    /** How long a call may take. */
    static Duration limit(String method, Object[] arguments) {
        if (QUESTIONS.contains(method)) {
            return QUESTION;
        }
        var limit = ORDER;
        for (Object each : arguments) {
            if (each instanceof InputStream || each instanceof OutputStream || each instanceof Consumer<?>) {
                return TRANSFER;
            }
            if (each instanceof Duration given) {
                limit = limit.plus(given);
            } else if (each instanceof HealthCheck check) {
                limit = limit.plus(check.timeout());
            }
        }
        return limit;
    }

    @SuppressWarnings("unchecked")
    private static Object travelling(Object argument) {
        if (argument instanceof Consumer<?> log) {
            return new LineOutputStream((Consumer<String>) log);
        }
        return argument instanceof OutputStream content ? new UntilAnswered(content) : argument;
    }

    /** What an agent writes to a stream of ours, which is the caller's to close, until the call has ended. */
    private static final class UntilAnswered extends OutputStream {

        private final OutputStream out;
        private volatile boolean ended;

        UntilAnswered(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (ended) {
                throw new IOException("The call that this belongs to has ended; nothing more is read");
            }
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (!ended) {
                out.flush();
            }
        }

        @Override
        public void close() {
            ended = true;
        }
    }

    /**
     * A method that does not declare the interrupt fails as it fails otherwise, with the thread's interrupt standing: as it
     * does where the engine is asked without an agent.
     */
    private Exception interrupted(Method method, InterruptedException e) {
        if (Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class)) {
            return e;
        }
        Thread.currentThread().interrupt();
        String message = "The wait for the agent " + agent + " was interrupted. What serves goes on serving.";
        return face == Platform.class ? new PlatformException(message, e) : new ImageException(message, e);
    }

    private Exception lost(IOException e) {
        String message = "The agent " + agent + " was lost while it talked to its Docker engine: " + e.getMessage()
                + ". What serves goes on serving; run the build again when the agent is back.";
        return face == Platform.class ? new UnreachableException(message, e) : new ImageException(message, e);
    }
}
