package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * What tells one target from another and no URL can fake: for a Docker engine {@code docker:} and the id that the engine
 * gives itself. Two addresses of one engine have one. Two engines have two, unless a machine was copied with its engine,
 * or an engine lies: the id tells targets apart and proves nothing.
 */
public record TargetId(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[a-z]{1,20}:[A-Za-z0-9:_.-]{1,200}");

    /** @throws InvalidValueException if the value is not a kind of target, a colon, and the id it gives itself */
    @JsonCreator
    public TargetId {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException(
                    "target id",
                    value,
                    "a kind of target, a colon and the id it gives itself, such as docker:7TZZ:JJ2K");
        }
    }

    /** The target that a Docker engine is. */
    public static TargetId ofDocker(String engineId) {
        return new TargetId("docker:" + engineId);
    }

    @Override
    public String toString() {
        return value;
    }
}
