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
            throw new InvalidValueException(
                    "release",
                    value,
                    "the first 12 digits of a commit id, followed by - and 8 digits where a Dockerfile was named");
        }
    }

    /**
     * The release that a commit becomes.
     *
     * @param commit what is built
     * @param dockerfile the Dockerfile that was named, or null if none was
     */
    public static ReleaseId of(CommitId commit, String dockerfile) {
        return new ReleaseId(commit.abbreviated()
                + (dockerfile == null ? "" : "-" + Hashes.sha256(dockerfile).substring(0, 8)));
    }

    @Override
    public String toString() {
        return value;
    }
}
