package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/** The full object id of a Git commit. */
public record CommitId(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** @throws InvalidValueException if the value is not 40 or 64 lower-case hexadecimal digits */
    @JsonCreator
    public CommitId {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException("commit id", value, "40 or 64 lower-case hexadecimal digits");
        }
    }

    /** The first twelve digits, as shown to people and used in image tags. */
    public String abbreviated() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
