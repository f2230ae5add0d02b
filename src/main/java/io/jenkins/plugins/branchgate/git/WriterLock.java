package io.jenkins.plugins.branchgate.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time in a folder: among the threads of this process and among processes. Ends with the process that
 * holds it, so it cannot go stale. Not to be taken twice by one thread.
 */
final class WriterLock implements AutoCloseable {

    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock threads;
    private final FileChannel channel;
    private final FileLock processes;

    private WriterLock(ReentrantLock threads, FileChannel channel, FileLock processes) {
        this.threads = threads;
        this.channel = channel;
        this.processes = processes;
    }

    /**
     * Waits for its turn as long as it takes: every writer is bounded by its own time limits.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    static WriterLock take(Path folder) throws IOException, InterruptedException {
        var threads = THREADS.computeIfAbsent(folder.toRealPath(), none -> new ReentrantLock());
        threads.lockInterruptibly();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    folder.resolve("branch-gate.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new WriterLock(threads, channel, channel.lock());
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            threads.unlock();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            processes.release();
        } finally {
            threads.unlock();
        }
    }
}
