package io.jenkins.plugins.branchgate.jenkins.board;

import java.time.Duration;
import java.time.Instant;

/**
 * A phase of a deployment as its page shows it.
 *
 * @param name in lower case
 * @param at when it began
 * @param duration how long it took, null while it lasts
 */
public record ShownPhase(String name, Instant at, Duration duration) {

    /** How long, or null. */
    public String took() {
        if (duration == null) {
            return null;
        }
        long millis = duration.toMillis();
        return millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
    }
}
