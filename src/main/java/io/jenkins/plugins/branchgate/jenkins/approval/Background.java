package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.security.ACL;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what takes longer than a request may: merges, looks at the remote, notifications. They run as the system. */
@Extension
public class Background {

    private static final System.Logger LOG = System.getLogger(Background.class.getName());
    private static final int THREADS = 4;

    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool;

    public Background() {
        var count = new AtomicInteger();
        pool = new ThreadPoolExecutor(THREADS, THREADS, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            var thread = new Thread(work, "branch-gate-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
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
        if (!pending.add(name)) {
            return;
        }
        pool.execute(() -> {
            try (var ignored = ACL.as2(ACL.SYSTEM2)) {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "In the background, " + name + " failed", e);
            } finally {
                pending.remove(name);
            }
        });
    }

    /** What is to be done. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }
}
