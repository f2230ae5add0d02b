package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.Serializable;
import java.time.Duration;

/**
 * How long a remote may keep us waiting.
 *
 * @param connect for a connection to be made, 1 s to 10 min
 * @param silence between two bytes, 1 s to 1 h
 * @param total for one fetch or push as a whole, 1 s to 24 h
 */
public record Timeouts(Duration connect, Duration silence, Duration total) implements Serializable {

    /** 15 seconds, 1 minute, 30 minutes. */
    public static final Timeouts USUAL =
            new Timeouts(Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(30));

    /** @throws InvalidValueException if a value is out of the ranges above */
    public Timeouts {
        require("connection time limit", connect, Duration.ofMinutes(10));
        require("silence time limit", silence, Duration.ofHours(1));
        require("total time limit", total, Duration.ofHours(24));
    }

    int silenceSeconds() {
        return (int) silence.toSeconds();
    }

    private static void require(String what, Duration value, Duration most) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(most) > 0) {
            throw new InvalidValueException(what, value.toString(), "1 s to " + most.toSeconds() + " s");
        }
    }
}
