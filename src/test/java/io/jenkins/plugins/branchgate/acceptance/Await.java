package io.jenkins.plugins.branchgate.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Waits for what a person would wait for, looking five times a second. */
final class Await {
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private Await() {}

    /** The first value that is there; fails after three minutes, saying what did not come and what was there instead. */
    static <T> T value(String what, Callable<Optional<T>> look, Callable<String> instead) throws Exception {
        Instant end = Instant.now().plus(LONGEST);
        while (Instant.now().isBefore(end)) {
            var found = look.call();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(200);
        }
        throw new AssertionError(what + " did not come in " + LONGEST.toSeconds() + " s; instead: " + instead.call());
    }

    /** As above, for a condition. */
    static void that(String what, Callable<Boolean> condition, Callable<String> instead) throws Exception {
        value(what, () -> condition.call() ? Optional.of(true) : Optional.empty(), instead);
    }
}
