package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that ask one after another without a pause: half of them keep their connection, half open a new one for each
 * request. A request is lost if it got no whole answer within five seconds, or one that is not 200; nothing is retried.
 */
final class Load implements AutoCloseable {
    private final int port;
    private final List<Thread> clients = new ArrayList<>();
    private final LongAdder kept = new LongAdder();
    private final LongAdder keptLost = new LongAdder();
    private final LongAdder fresh = new LongAdder();
    private final LongAdder freshLost = new LongAdder();
    private volatile boolean stopped;

    private Load(int port) {
        this.port = port;
    }

    /** Starts the clients; they go on until {@link #close}. */
    static Load on(int port, int keepAliveClients, int newConnectionClients) {
        var load = new Load(port);
        for (int i = 0; i < keepAliveClients; i++) {
            load.clients.add(new Thread(load::keepAlive, "keep-alive client " + i));
        }
        for (int i = 0; i < newConnectionClients; i++) {
            load.clients.add(new Thread(load::newConnections, "new-connection client " + i));
        }
        load.clients.forEach(Thread::start);
        return load;
    }

    private void keepAlive() {
        while (!stopped) {
            try (var connection = new Http(port, true)) {
                boolean open = true;
                while (open && !stopped) {
                    var answer = connection.get();
                    count(kept, keptLost, answer.status() == 200);
                    open = !answer.last();
                }
            } catch (IOException lost) {
                count(kept, keptLost, false);
                pause();
            }
        }
    }

    private void newConnections() {
        while (!stopped) {
            try (var connection = new Http(port, false)) {
                count(fresh, freshLost, connection.get().status() == 200);
            } catch (IOException lost) {
                count(fresh, freshLost, false);
                pause();
            }
        }
    }

    private static void count(LongAdder all, LongAdder lost, boolean good) {
        all.increment();
        if (!good) {
            lost.increment();
        }
    }

    /** Where nothing listens a client would count thousands of refusals a second; a person waits before the next try. */
    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was counted so far. */
    Counted counted() {
        return new Counted(kept.sum(), keptLost.sum(), fresh.sum(), freshLost.sum());
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread client : clients) {
            client.join();
        }
    }

    /**
     * Requests sent and lost, by kind of client.
     *
     * @param kept sent on kept connections, lost ones included
     * @param keptLost those of them that were lost
     * @param fresh sent on a connection of their own, lost ones included
     * @param freshLost those of them that were lost
     */
    record Counted(long kept, long keptLost, long fresh, long freshLost) {
        long all() {
            return kept + fresh;
        }

        long lost() {
            return keptLost + freshLost;
        }
    }
}
