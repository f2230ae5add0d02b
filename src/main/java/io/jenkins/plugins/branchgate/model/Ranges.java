package io.jenkins.plugins.branchgate.model;

import java.time.Duration;

/** Range checks of the records. */
final class Ranges {

    private Ranges() {}

    static void require(String what, Duration given, Duration least, Duration most) {
        if (given == null || given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new InvalidValueException(
                    what, given == null ? null : readable(given), "from " + readable(least) + " to " + readable(most));
        }
    }

    static void require(String what, int given, int least, int most) {
        if (given < least || given > most) {
            throw new InvalidValueException(
                    what, Integer.toString(given), "a whole number from " + least + " to " + most);
        }
    }

    private static String readable(Duration d) {
        return d.toMillis() % 1000 == 0 ? d.toSeconds() + " s" : d.toMillis() + " ms";
    }
}
