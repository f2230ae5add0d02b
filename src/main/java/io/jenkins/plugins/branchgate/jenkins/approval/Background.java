package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.security.ACL;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what takes longer than a request may: merges, looks at the remote, and, apart from these, so that a receiver
 * that does not answer holds up no merge, notifications. They run as the system.
 */
@Extension
public class Background {

    private static final System.Logger LOG = System.getLogger(Background.class.getName());
    private static final int THREADS = 4;
    private static final int MOST_WAITING = 10_000;

    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool = pool("branch-gate-");
    private final ThreadPoolExecutor tellers = pool("branch-gate-notify-");

    private static ThreadPoolExecutor pool(String name) {
        var count = new AtomicInteger();
        var pool = new ThreadPoolExecutor(
                THREADS, THREADS, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), work -> {
                    var thread = new Thread(work, name + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** The threads of the running controller. */
    public static Background get() {
        return ExtensionList.lookupSingleton(Background.class);
    }

    /**
     * Runs some work soon, unless the same waits or runs already.
     *
     * @param name what is the same; also for the log
     */
    public void run(String name, Work work) {
        run(pool, name, work);
    }

    /** As {@link #run(String, Work)}, on the threads for telling others. */
    public void tell(String name, Work work) {
        run(tellers, name, work);
    }

    private void run(ThreadPoolExecutor threads, String name, Work work) {
        if (!pending.add(name)) {
            return;
        }
        try {
            threads.execute(() -> carryOut(name, work));
        } catch (RejectedExecutionException e) {
            pending.remove(name);
            LOG.log(Level.WARNING, "Too much waits in the background already; left out: {0}", name);
        }
    }

    private void carryOut(String name, Work work) {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "In the background, " + name + " failed", e);
        } finally {
            pending.remove(name);
        }
    }

    /** What is to be done. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }
}
