package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What an edge answers to one order: lines as they come, then the end. Filled by one thread, read by another. Of a probe,
 * which may report for an hour, only the last line is kept.
 */
final class EdgeAnswer {

    /** The most characters of one answer: HAProxy's own words about thousands of servers are fewer. */
    static final int MOST_CHARACTERS = 4 * 1024 * 1024;

    private final boolean lastOnly;
    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private long characters;

    EdgeAnswer(boolean lastOnly) {
        this.lastOnly = lastOnly;
    }

    /** False if that is more than is read of an answer. */
    synchronized boolean line(String text) {
        if (lastOnly) {
            lines.clear();
            characters = 0;
        }
        characters += text.length() + 1;
        if (characters > MOST_CHARACTERS) {
            return false;
        }
        lines.add(text);
        return true;
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
