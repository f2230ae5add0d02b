package io.jenkins.plugins.branchgate.bench;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Tells whoever waits what is being done; the figures alone go to standard output. */
final class Stderr {
    private Stderr() {}

    static void say(String format, Object... values) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + format.formatted(values));
    }
}
