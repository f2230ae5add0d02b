package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.security.ACL;
import io.jenkins.plugins.branchgate.jenkins.KeyedExecutor;
import io.jenkins.plugins.branchgate.jenkins.KeyedExecutor.Limits;
import io.jenkins.plugins.branchgate.jenkins.KeyedExecutor.Outcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads for what takes longer than a request may: merges, orders, looks at remotes and engines, and, apart from these,
 * notifications. They run as the system. What belongs to one site, environment, engine or receiver runs under a key of its
 * own, so that one that is silent holds up only its own.
 */
@Extension
public class BackgroundTasks {

    private static final System.Logger LOG = System.getLogger(BackgroundTasks.class.getName());
    private static final Limits WORK = new Limits(200, 8, 100, 10_000);

    /** A receiver that is silent for hours costs the news that it missed, and no memory. */
    private static final Limits NEWS = new Limits(32, 8, 200, 1000);

    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final AtomicLong refused = new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS.toNanos() - 1);
    private final KeyedExecutor executor = new KeyedExecutor("branch-gate-", WORK);
    private final KeyedExecutor tellers = new KeyedExecutor("branch-gate-notify-", NEWS);

    /** The threads of the running controller. */
    public static BackgroundTasks get() {
        return ExtensionList.lookupSingleton(BackgroundTasks.class);
    }

    /**
     * Runs some work soon, unless the same waits or runs already.
     *
     * @param group what shares its fate, for example a site's remote or an engine; the same for all work of one key
     * @param key what is to happen one after the other
     * @param name what is the same; also for the log
     * @return what became of it; what is refused is logged
     */
    public Outcome run(Object group, Object key, String name, KeyedExecutor.Work work) {
        return run(executor, group, key, name, work);
    }

    /** Runs some work soon that waits for nothing else and holds up nothing else. */
    public Outcome run(String name, KeyedExecutor.Work work) {
        return run(executor, name, name, name, work);
    }

    /** Runs some work and waits for what it gives, but no longer than that; see {@link KeyedExecutor#call}. */
    public <T> T call(Object group, Object key, String name, Callable<T> work, Duration longest)
            throws ExecutionException, TimeoutException, InterruptedException {
        return executor.call(
                group,
                key,
                name,
                () -> {
                    try (var ignored = ACL.as2(ACL.SYSTEM2)) {
                        return work.call();
                    }
                },
                longest);
    }

    /**
     * As {@link #run(Object, Object, String, KeyedExecutor.Work)}, on the threads for telling others.
     *
     * @param receiver who is told, one thing after the other
     */
    public Outcome tell(Object receiver, String name, KeyedExecutor.Work work) {
        return run(tellers, receiver, receiver, name, work);
    }

    private Outcome run(KeyedExecutor threads, Object group, Object key, String name, KeyedExecutor.Work work) {
        var outcome = threads.submit(group, key, name, () -> {
            try (var ignored = ACL.as2(ACL.SYSTEM2)) {
                work.run();
            }
        });
        if (outcome == Outcome.REFUSED) {
            long now = System.nanoTime();
            long last = refused.get();
            boolean isNew = now - last > BETWEEN_WARNINGS.toNanos() && refused.compareAndSet(last, now);
            LOG.log(
                    isNew ? Level.WARNING : Level.DEBUG,
                    "Too much waits in the background already; left out: {0}",
                    name);
        }
        return outcome;
    }
}
