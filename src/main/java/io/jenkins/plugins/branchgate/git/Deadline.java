package io.jenkins.plugins.branchgate.git;

import java.io.InterruptedIOException;
import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Ends one exchange with a remote when its time is up or its thread was interrupted. For the thread that made it. */
final class Deadline extends EmptyProgressMonitor {

    private final Thread thread = Thread.currentThread();
    private final Duration allowed;
    private final long end;

    Deadline(Duration allowed) {
        this.allowed = allowed;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    @Override
    public boolean isCancelled() {
        return isOver() || thread.isInterrupted();
    }

    boolean isOver() {
        return System.nanoTime() - end > 0;
    }

    Duration allowed() {
        return allowed;
    }

    /** @throws InterruptedIOException if the exchange must end */
    void check() throws InterruptedIOException {
        if (isCancelled()) {
            throw new InterruptedIOException("Time is up");
        }
    }
}
