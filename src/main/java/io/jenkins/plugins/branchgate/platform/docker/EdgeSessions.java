package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.Closeable;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The channels to edges: opened when first needed, opened again when broken, closed when nobody used them for a while.
 */
final class EdgeSessions implements Closeable {

    private static final Duration KEPT = Duration.ofMinutes(10);

    /** What is asked of an edge; may be asked again if the channel broke on the way. */
    @FunctionalInterface
    interface Request<T> {
        T of(EdgeRuntime runtime) throws PlatformException, InterruptedException;
    }

    private final EngineRequests requests;
    private final Map<String, EdgeShell> open = new ConcurrentHashMap<>();

    EdgeSessions(EngineRequests requests) {
        this.requests = requests;
    }

    /** Asks the edge in a running container. Orders are such that giving them twice does what giving them once does. */
    <T> T ask(String container, Request<T> request) throws PlatformException, InterruptedException {
        var shell = shell(container);
        try {
            return understood(request, shell);
        } catch (PlatformException e) {
            if (shell.isOpen()) {
                throw e;
            }
            return understood(request, shell(container));
        }
    }

    private static <T> T understood(Request<T> request, EdgeShell shell)
            throws PlatformException, InterruptedException {
        try {
            return request.of(new EdgeRuntime(shell));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new PlatformException(
                    "The edge answered what no HAProxy answers: " + EngineError.of(e)
                            + ". What it serves is untouched.",
                    e);
        }
    }

    /** The channel to a running container. */
    EdgeShell shell(String container) throws PlatformException {
        closeIdle();
        var shell = open.get(container);
        if (shell != null && shell.isOpen()) {
            return shell;
        }
        synchronized (this) {
            shell = open.get(container);
            if (shell == null || !shell.isOpen()) {
                shell = new EdgeShell(requests.streams(), container);
                open.put(container, shell);
            }
            return shell;
        }
    }

    /** Forgets a container that is about to be removed. */
    void forget(String container) {
        var shell = open.remove(container);
        if (shell != null) {
            shell.close();
        }
    }

    @Override
    public void close() {
        for (var container : open.keySet()) {
            forget(container);
        }
    }

    private void closeIdle() {
        for (Iterator<EdgeShell> each = open.values().iterator(); each.hasNext(); ) {
            var shell = each.next();
            if (!shell.isOpen() || shell.idleNanos() > KEPT.toNanos()) {
                each.remove();
                shell.close();
            }
        }
    }
}
