package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/** A name under which an engine or registry knows an image, as the distribution reference grammar has it. */
public record ImageRef(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile(
            "(?=.{1,255}$)(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?");

    /** @throws InvalidValueException if the value is not a Docker image reference of at most 255 characters, such as branch-gate/site:1a2b3c */
    @JsonCreator
    public ImageRef {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException(
                    "image reference",
                    value,
                    "a Docker image reference of at most 255 characters, such as branch-gate/site:1a2b3c");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
