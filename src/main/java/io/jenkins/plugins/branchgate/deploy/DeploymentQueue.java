package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those who want to change the environments of one site, for each environment in the order they asked; the first holds its
 * lock. A request for a release takes the place of those before it that still wait with another release; a scaling neither
 * overtakes nor is overtaken. In memory only: after a restart of the controller the queue is empty. Safe from any thread.
 */
public final class DeploymentQueue {

    /** One per open ledger, so that two Deployers of one site cannot change an environment at once. */
    private static final Map<Ledger, DeploymentQueue> OF_LEDGERS = new WeakHashMap<>();

    private final Map<EnvironmentName, Deque<Entry>> queues = new ConcurrentHashMap<>();

    DeploymentQueue() {}

    static DeploymentQueue of(Ledger ledger) {
        synchronized (OF_LEDGERS) {
            return OF_LEDGERS.computeIfAbsent(ledger, l -> new DeploymentQueue());
        }
    }

    /** The right to change one environment; at most one exists at a time. Closing it lets the next in; closing twice is harmless. */
    public interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /** A place in the queue. Whoever joins must wait for the outcome and then close it. */
    static final class Entry implements Lock {

        private final Deque<Entry> queue;
        private final DeployRequest request;
        private DeployRequest overtakenBy;
        private boolean closed;

        private Entry(Deque<Entry> queue, DeployRequest request) {
            this.queue = queue;
            this.request = request;
        }

        /**
         * Waits until it is first.
         *
         * @return empty when it is; otherwise the later request that made this one pointless
         * @throws InterruptedException if the waiting thread is interrupted; the entry is closed then
         */
        Optional<DeployRequest> await() throws InterruptedException {
            synchronized (queue) {
                try {
                    while (overtakenBy == null && queue.peekFirst() != this) {
                        queue.wait();
                    }
                } catch (InterruptedException e) {
                    close();
                    throw e;
                }
                return Optional.ofNullable(overtakenBy);
            }
        }

        /** True if nobody is before it. */
        boolean isFirst() {
            synchronized (queue) {
                return queue.peekFirst() == this;
            }
        }

        /** Both bring a release, so that the later one counts. */
        private boolean yieldsTo(DeployRequest later) {
            return bringsRelease(request) && bringsRelease(later);
        }

        private static boolean bringsRelease(DeployRequest request) {
            return request != null && request.kind() != DeploymentKind.SCALE;
        }

        @Override
        public void close() {
            synchronized (queue) {
                if (!closed) {
                    closed = true;
                    queue.remove(this);
                    queue.notifyAll();
                }
            }
        }
    }

    /** Joins at the end; a null request stands for work that is no deployment. */
    Entry join(EnvironmentName environment, DeployRequest request) {
        var queue = queue(environment);
        synchronized (queue) {
            var entry = new Entry(queue, request);
            overtakeWaiting(queue, request);
            queue.addLast(entry);
            return entry;
        }
    }

    private static void overtakeWaiting(Deque<Entry> queue, DeployRequest request) {
        Iterator<Entry> waiting = queue.iterator();
        if (waiting.hasNext()) {
            waiting.next();
        }
        while (waiting.hasNext()) {
            var entry = waiting.next();
            if (entry.yieldsTo(request)) {
                entry.overtakenBy = request;
                waiting.remove();
            }
        }
        queue.notifyAll();
    }

    /** Joins only if nobody has the lock or waits for it. */
    Optional<Entry> joinIfEmpty(EnvironmentName environment) {
        var queue = queue(environment);
        synchronized (queue) {
            return queue.isEmpty() ? Optional.of(join(environment, null)) : Optional.empty();
        }
    }

    private Deque<Entry> queue(EnvironmentName environment) {
        return queues.computeIfAbsent(environment, name -> new ArrayDeque<>());
    }
}
