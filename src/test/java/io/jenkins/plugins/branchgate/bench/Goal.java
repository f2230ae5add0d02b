package io.jenkins.plugins.branchgate.bench;

import java.util.Locale;

/**
 * A figure with a goal. It is printed with whether it was met, and decides nothing: timings depend on the machine.
 *
 * @param name what is compared
 * @param value what was measured
 * @param bound the least or the most it should be
 * @param atMost true if the bound is the most
 */
record Goal(String name, double value, double bound, boolean atMost) {

    static Goal atMost(String name, double value, double bound) {
        return new Goal(name, value, bound, true);
    }

    static Goal atLeast(String name, double value, double bound) {
        return new Goal(name, value, bound, false);
    }

    boolean met() {
        return atMost ? value <= bound : value >= bound;
    }

    /** The goal in words. */
    String words() {
        return (atMost ? "at most " : "at least ") + number(bound);
    }

    /** One row of the table. */
    String row() {
        return "  %s: %s (goal: %s, %s)".formatted(name, number(value), words(), met() ? "met" : "NOT met");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "%.0f".formatted(value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
