package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what happens in the background. */
final class Await {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private Await() {}

    /** Waits until it is so; the test fails if it never is. */
    static void until(String what, Callable<Boolean> so) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!so.call()) {
            if (System.nanoTime() > end) {
                fail("Waited in vain for " + what);
            }
            Thread.sleep(50);
        }
    }
}
