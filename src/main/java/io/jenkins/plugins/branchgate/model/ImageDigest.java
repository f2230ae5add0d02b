package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/** The content address of an image: on Docker Engine the image id. */
public record ImageDigest(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("sha256:[0-9a-f]{64}");

    /** @throws InvalidValueException if the value is not sha256: and 64 lower-case hexadecimal digits */
    @JsonCreator
    public ImageDigest {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException("image digest", value, "sha256: and 64 lower-case hexadecimal digits");
        }
    }

    /** The first twelve digits of the hash, as shown to people. */
    public String abbreviated() {
        return value.substring(7, 19);
    }

    @Override
    public String toString() {
        return value;
    }
}
