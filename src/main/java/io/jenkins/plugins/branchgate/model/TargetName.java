package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/** The name an administrator gave a target, for example {@code production-engine}. */
public record TargetName(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    /** @throws InvalidValueException if the value is not 1 to 40 lower-case letters, digits and hyphens, beginning and ending with a letter or digit */
    @JsonCreator
    public TargetName {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException(
                    "target name",
                    value,
                    "1 to 40 lower-case letters, digits and hyphens, beginning and ending with a letter or digit");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
