package io.jenkins.plugins.branchgate.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to heal: nothing before the first, then from half to all of 1 s, 2 s, 4 s and
 * so on to 5 min. Two calm minutes begin it anew. After the sixth attempt without them the environment flaps; after the
 * twelfth it is given up, that is tried only every half to whole hour.
 */
final class Backoff {

    static final int FLAPPING = 6;
    static final int GIVEN_UP = 12;

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration AFTER_GIVING_UP = Duration.ofHours(1);
    private static final Duration CALM = Duration.ofMinutes(2);

    private final RandomGenerator random;
    private int attempts;
    private Instant next = Instant.MIN;
    private Instant calmSince;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** An attempt is made now. */
    void attempt(Instant now) {
        calmSince = null;
        attempts++;
        long most = attempts >= GIVEN_UP
                ? AFTER_GIVING_UP.toMillis()
                : Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempts - 1, 20));
        next = now.plusMillis(most / 2 + random.nextLong(most / 2 + 1));
    }

    /** All is well now. True if it has been long enough to forget what was. */
    boolean calm(Instant now) {
        if (calmSince == null) {
            calmSince = now;
        }
        if (attempts > 0 && !calmSince.plus(CALM).isAfter(now)) {
            reset();
            return true;
        }
        return false;
    }

    /** Begins anew. */
    void reset() {
        attempts = 0;
        next = Instant.MIN;
    }

    boolean mayTry(Instant now) {
        return !next.isAfter(now);
    }

    int attempts() {
        return attempts;
    }
}
