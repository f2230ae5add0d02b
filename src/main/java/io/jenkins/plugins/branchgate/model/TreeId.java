package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/** The full object id of a Git tree: two commits with the same tree have the same content. */
public record TreeId(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** @throws InvalidValueException if the value is not 40 or 64 lower-case hexadecimal digits */
    @JsonCreator
    public TreeId {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException("tree id", value, "40 or 64 lower-case hexadecimal digits");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
