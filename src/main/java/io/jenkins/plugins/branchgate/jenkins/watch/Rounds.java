package io.jenkins.plugins.branchgate.jenkins.watch;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Repeats pieces of work, each in its own time and never twice at once. What one throws is logged and does not end its
 * rounds, nor those of the others. Has a daemon thread for each, at most {@value #MOST_THREADS}, so that one that hangs
 * does not hold up the others.
 */
final class Rounds implements AutoCloseable {

    /** The shortest time between two turns of one piece of work. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The longest, whatever the work asks for; also the time after a failure. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final int MOST_THREADS = 16;
    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());

    private final Set<String> names = new HashSet<>();
    private final ScheduledThreadPoolExecutor threads;

    Rounds() {
        var count = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "branch-gate-watch-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What is repeated. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it once.
         *
         * @return how long to wait before the next time
         */
        Duration run() throws Exception;
    }

    /** Begins to repeat some work, at once; does nothing if work of that name is repeated already. */
    synchronized void keep(String name, Work work) {
        if (!threads.isShutdown() && names.add(name)) {
            threads.setCorePoolSize(Math.min(MOST_THREADS, names.size()));
            threads.execute(() -> turn(name, work));
        }
    }

    private void turn(String name, Work work) {
        var wait = LONGEST;
        try {
            wait = bounded(work.run());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception | LinkageError e) {
            if (!threads.isShutdown()) {
                LOG.log(Level.WARNING, name + " failed; it is tried again in " + wait.toSeconds() + " s", e);
            }
        }
        try {
            threads.schedule(() -> turn(name, work), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, name + " ends: the controller stops");
        }
    }

    /** The time asked for, within bounds. */
    static Duration bounded(Duration asked) {
        if (asked.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    /** Ends all rounds; work under way is interrupted and given that long to end. */
    void close(Duration longest) throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.log(
                    Level.INFO,
                    "A look at an environment did not end in time; what it began is found at the next start.");
        }
    }

    /** Ends all rounds without waiting. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
