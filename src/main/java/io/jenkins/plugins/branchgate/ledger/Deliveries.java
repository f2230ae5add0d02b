package io.jenkins.plugins.branchgate.ledger;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands written entries to listeners, in order, one at a time, without holding the ledger's lock. Whichever writing
 * thread finds nobody at it delivers what is queued, also what others queue meanwhile; so a listener may itself write.
 */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final List<Consumer<LedgerEntry>> listeners = new CopyOnWriteArrayList<>();
    private final Queue<LedgerEntry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();

    AutoCloseable listen(Consumer<LedgerEntry> listener) {
        // an object of its own, so that adding one listener twice and closing one of the two leaves the other
        Consumer<LedgerEntry> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    /** Called under the ledger's lock, which gives the order. */
    void queue(List<LedgerEntry> entries) {
        queue.addAll(entries);
    }

    /** Called without the lock. */
    void deliver() {
        if (queued.getAndIncrement() > 0) {
            return;
        }
        int handled = 1;
        do {
            for (var entry = queue.poll(); entry != null; entry = queue.poll()) {
                deliver(entry);
            }
            handled = queued.addAndGet(-handled);
        } while (handled > 0);
    }

    private void deliver(LedgerEntry entry) {
        for (var listener : listeners) {
            try {
                listener.accept(entry);
            } catch (RuntimeException | Error e) {
                LOG.warn(
                        "A listener failed on entry {}; the entry is written, and the others are told",
                        entry.sequence(),
                        e);
            }
        }
    }
}
