package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.time.Instant;
import java.util.regex.Pattern;

/** Identifies one QA decision; unique within a site, safe in URLs and paths. */
public record ApprovalId(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9-]{6,38}[a-z0-9]");

    /** @throws InvalidValueException if the value is not 8 to 40 lower-case letters, digits and hyphens */
    @JsonCreator
    public ApprovalId {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException("approval id", value, "8 to 40 lower-case letters, digits and hyphens");
        }
    }

    /** A new id: the instant to the millisecond, then 32 random bits. */
    public static ApprovalId create(Instant now) {
        return new ApprovalId(Hashes.timestampedId(now));
    }

    @Override
    public String toString() {
        return value;
    }
}
