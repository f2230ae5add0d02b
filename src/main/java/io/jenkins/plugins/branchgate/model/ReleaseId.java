package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/** What people call a release: the abbreviated commit it was built from. Unique within a site. */
public record ReleaseId(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{12}(?:-[0-9a-f]{8})?");

    /** @throws InvalidValueException if the value is not the first 12 digits of a commit id, followed by - and 8 digits where a Dockerfile was named */
    @JsonCreator
    public ReleaseId {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException("release", value, "the first 12 digits of a commit id, followed by - and 8 digits where a Dockerfile was named");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
