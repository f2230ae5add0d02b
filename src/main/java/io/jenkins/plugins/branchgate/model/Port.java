package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;

/** A TCP port on which an environment answers: 1 to 65535. */
public record Port(@JsonValue int value) implements Serializable {

    /** @throws InvalidValueException if the number is not from 1 to 65535 */
    @JsonCreator
    public Port {
        if (value < 1 || value > 65_535) {
            throw new InvalidValueException("port", Integer.toString(value), "a whole number from 1 to 65535");
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
