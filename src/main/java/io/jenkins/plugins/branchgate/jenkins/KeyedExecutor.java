package io.jenkins.plugins.branchgate.jenkins;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs work in the background so that what hangs holds up nothing but its like. Work of one key runs in order, one piece at
 * a time. Keys run beside each other, those of one group, such as all environments of one engine, on a bounded number of
 * threads; so do all together. Threads are daemons, made when needed, and end when idle. All waiting is bounded too: what
 * is too much is refused and never blocks the caller.
 */
public final class KeyedExecutor implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(KeyedExecutor.class.getName());

    private final Limits limits;
    private final ExecutorService threads;
    private final Map<Object, Line> lines = new HashMap<>();
    private final Map<Object, Integer> runningInGroup = new HashMap<>();
    private final Set<Line> ready = new LinkedHashSet<>();
    private final AtomicLong calls = new AtomicLong();
    private int running;
    private boolean closed;

    /**
     * @param threads at most, for everything
     * @param threadsOfGroup at most, for the keys of one group
     * @param waitingOfKey pieces of work that may wait for others of the same key
     * @param keys keys that may have work at a time
     */
    public record Limits(int threads, int threadsOfGroup, int waitingOfKey, int keys) {}

    /** What became of a piece of work that was handed over. */
    public enum Outcome {
        /** It runs, or will. */
        ACCEPTED,
        /** The same, by its name, waits or runs already; nothing was added. */
        ALREADY_THERE,
        /** Too much waits, or the controller stops; nothing was added. */
        REFUSED
    }

    /** What is to be done. */
    @FunctionalInterface
    public interface Work {
        /** Does it; the thread is interrupted when the controller stops. */
        void run() throws Exception;
    }

    private record Task(String name, Work work) {}

    /** The work of one key. */
    private static final class Line {
        private final Object key;
        private final Object group;
        private final Queue<Task> waiting = new ArrayDeque<>();
        private final Set<String> names = new HashSet<>();

        private Line(Object key, Object group) {
            this.key = key;
            this.group = group;
        }
    }

    /** @param name begins the names of the threads */
    public KeyedExecutor(String name, Limits limits) {
        this.limits = limits;
        var count = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, name + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs some work soon, after all other work of its key. Returns at once.
     *
     * @param group what shares its fate, for example an engine; the same for all work of one key
     * @param key what is to happen one after the other
     * @param name what is the same, for work that need not be done twice; also for the log
     */
    public synchronized Outcome submit(Object group, Object key, String name, Work work) {
        Objects.requireNonNull(work, "work");
        var line = lines.get(key);
        if (line != null && line.names.contains(name)) {
            return Outcome.ALREADY_THERE;
        }
        boolean full = line == null ? lines.size() >= limits.keys() : line.waiting.size() >= limits.waitingOfKey();
        if (closed || full) {
            return Outcome.REFUSED;
        }
        if (line == null) {
            line = new Line(key, group);
            lines.put(key, line);
            ready.add(line);
        }
        line.names.add(name);
        line.waiting.add(new Task(name, work));
        // Work that waits for a thread of its own group needs no further one.
        if (running < limits.threads() && ready.stream().anyMatch(this::mayRun)) {
            running++;
            threads.execute(this::runAll);
        }
        return Outcome.ACCEPTED;
    }

    private boolean mayRun(Line line) {
        return runningInGroup.getOrDefault(line.group, 0) < limits.threadsOfGroup();
    }

    private void runAll() {
        for (var line = next(); line != null; line = next()) {
            Task task;
            synchronized (this) {
                task = line.waiting.remove();
            }
            try {
                task.work().run();
            } catch (InterruptedException e) {
                LOG.log(Level.DEBUG, "Interrupted: " + task.name());
            } catch (Exception | LinkageError e) {
                LOG.log(Level.WARNING, "In the background, " + task.name() + " failed", e);
            } finally {
                Thread.interrupted(); // meant for this piece of work, not for the next
                done(line, task);
            }
        }
    }

    /** A key whose turn it is; null if there is none for this thread, which then ends. */
    private synchronized Line next() {
        var next =
                closed ? null : ready.stream().filter(this::mayRun).findFirst().orElse(null);
        if (next == null) {
            running--;
            return null;
        }
        ready.remove(next);
        runningInGroup.merge(next.group, 1, Integer::sum);
        return next;
    }

    private synchronized void done(Line line, Task task) {
        runningInGroup.computeIfPresent(line.group, (group, count) -> count == 1 ? null : count - 1);
        line.names.remove(task.name());
        if (line.waiting.isEmpty()) {
            lines.remove(line.key);
        } else {
            ready.add(line);
        }
    }

    /**
     * Runs some work after all other of its key and waits for what it gives, but no longer than that. What takes longer goes
     * on with nobody waiting, until it ends by its own limits.
     *
     * @throws TimeoutException if it takes longer, or too much waits already
     * @throws ExecutionException if it failed; the cause says how
     */
    public <T> T call(Object group, Object key, String name, Callable<T> work, Duration longest)
            throws ExecutionException, TimeoutException, InterruptedException {
        var result = new CompletableFuture<T>();
        var outcome = submit(group, key, name + " (" + calls.incrementAndGet() + ")", () -> {
            try {
                result.complete(work.call());
            } catch (Exception | LinkageError e) {
                result.completeExceptionally(e);
            }
        });
        if (outcome != Outcome.ACCEPTED) {
            throw new TimeoutException("Too much waits already");
        }
        return result.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** True if some work of that key waits or runs. */
    public synchronized boolean isBusy(Object key) {
        return lines.containsKey(key);
    }

    /**
     * Takes no more work, drops what waits, interrupts what runs, and gives that some time to end.
     *
     * @return true if it did
     */
    public boolean close(long longestMillis) throws InterruptedException {
        close();
        return threads.awaitTermination(longestMillis, TimeUnit.MILLISECONDS);
    }

    /** As {@link #close(long)}, without waiting. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        threads.shutdownNow();
    }
}
