package io.jenkins.plugins.branchgate.jenkins.reconcile;

import io.jenkins.plugins.branchgate.jenkins.KeyedExecutor;
import io.jenkins.plugins.branchgate.jenkins.KeyedExecutor.Limits;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeats pieces of work, each in its own time and never twice at once. What one throws is logged and does not end its
 * rounds, nor those of the others. One that hangs holds up no other, unless all the threads of its group hang.
 */
final class PeriodicWork implements AutoCloseable {

    /** The shortest time between two turns of one piece of work. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The longest, whatever the work asks for; also the time after a failure. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final System.Logger LOG = System.getLogger(PeriodicWork.class.getName());

    private final Set<String> names = new HashSet<>();
    private final ScheduledThreadPoolExecutor timer;
    private final KeyedExecutor executor;

    PeriodicWork() {
        this(new Limits(200, 16, 1, 10_000));
    }

    PeriodicWork(Limits limits) {
        executor = new KeyedExecutor("branch-gate-watch-", limits);
        timer = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "branch-gate-watch-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** What is repeated. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it once.
         *
         * @return how long to wait before the next time, or null if there is nothing to repeat any more
         */
        Duration run() throws Exception;
    }

    /** As {@link #keep(String, Supplier, Work)}, for work that shares its fate with no other. */
    void keep(String name, Work work) {
        keep(name, () -> name, work);
    }

    /**
     * Begins to repeat some work, at once; does nothing if work of that name is repeated already.
     *
     * @param group what the work waits for, such as an engine, asked before each turn
     */
    void keep(String name, Supplier<?> group, Work work) {
        synchronized (names) {
            if (timer.isShutdown() || !names.add(name)) {
                return;
            }
        }
        next(name, group, work, Duration.ZERO);
    }

    /** The timer's thread only hands work over: the next turn is set once this one has ended. */
    private void next(String name, Supplier<?> group, Work work, Duration wait) {
        try {
            timer.schedule(() -> begin(name, group, work), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, name + " ends: the controller stops");
        }
    }

    private void begin(String name, Supplier<?> group, Work work) {
        if (executor.submit(groupOf(name, group), name, name, () -> turn(name, group, work))
                != KeyedExecutor.Outcome.ACCEPTED) {
            next(name, group, work, LONGEST); // too much waits: later, rather than never
        }
    }

    private static Object groupOf(String name, Supplier<?> group) {
        try {
            return group.get();
        } catch (RuntimeException e) {
            return name; // the turn itself says what is wrong
        }
    }

    private void turn(String name, Supplier<?> group, Work work) {
        var wait = LONGEST;
        try {
            var asked = work.run();
            if (asked == null) {
                synchronized (names) {
                    names.remove(name);
                }
                return;
            }
            wait = bounded(asked);
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, name + " was interrupted");
        } catch (Exception | LinkageError e) {
            if (!timer.isShutdown()) {
                LOG.log(Level.WARNING, name + " failed; it is tried again in " + wait.toSeconds() + " s", e);
            }
        }
        next(name, group, work, wait);
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
        timer.shutdownNow();
        if (!executor.close(longest.toMillis())) {
            LOG.log(
                    Level.INFO,
                    "A look at an environment did not end in time; what it began is found at the next start.");
        }
    }

    /** Ends all rounds without waiting. */
    @Override
    public void close() {
        timer.shutdownNow();
        executor.close();
    }
}
