package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The short name of a Git branch, for example {@code developer} or {@code release/2.1}. The rules are those of
 * git-check-ref-format, and stricter: at most 200 characters, ASCII letters, digits and {@code ._/+-#@=,} only, so that a
 * branch name is safe on a command line, in a log and in a URL's path.
 */
public record BranchName(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/+#@=,-]{0,199}");
    private static final Pattern REFUSED = Pattern.compile("\\.\\.|//|/\\.|/-|@\\{|\\.lock(?:/|$)|[./]$|^HEAD$|^refs/");

    /** @throws InvalidValueException if Git, or the stricter rules above, would refuse the name */
    @JsonCreator
    public BranchName {
        if (value == null
                || !ALLOWED.matcher(value).matches()
                || REFUSED.matcher(value).find()) {
            throw new InvalidValueException(
                    "branch name",
                    value,
                    "a short Git branch name such as developer or release/2.1: at most 200 letters, digits and ._/+-#@=,"
                            + " not beginning with - . or /, without .. // or a trailing .lock");
        }
    }

    /** The full reference, {@code refs/heads/<name>}. */
    public String ref() {
        return "refs/heads/" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
