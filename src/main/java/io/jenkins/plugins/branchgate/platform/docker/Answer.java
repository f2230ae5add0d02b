package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What an edge answers to one order: lines as they come, then the end. Filled by one thread, read by another. */
final class Answer {

    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    synchronized void line(String text) {
        lines.add(text);
    }

    void finished() {
        end.complete(null);
    }

    void failed(String why) {
        end.completeExceptionally(new PlatformException(why));
    }

    /** The lines so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** True once it ended well, false if that long passed before. */
    boolean await(Duration longest) throws PlatformException, InterruptedException {
        try {
            end.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new PlatformException(e.getCause().getMessage(), e.getCause());
        }
    }
}
