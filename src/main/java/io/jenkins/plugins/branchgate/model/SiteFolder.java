package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A folder of a repository, relative to its root, with {@code /} between names; {@code .} is the whole repository. It
 * cannot name anything outside the repository; that no symbolic link leads out is checked against the commit's tree.
 */
public record SiteFolder(@JsonValue String value) implements Serializable {

    /** The whole repository. */
    public static final SiteFolder ROOT = new SiteFolder(".");

    private static final int LONGEST = 400;
    private static final Pattern REFUSED =
            Pattern.compile("^[/~-]|^[A-Za-z]:|(?:^|/)\\.\\.?(?:/|$)|(?:^|/)\\.git(?:/|$)|//|\\\\|[\\p{Cntrl}\\p{Cf}]");

    /**
     * A leading {@code ./} and a trailing {@code /} are dropped; null and blank mean the whole repository.
     *
     * @throws InvalidValueException if the folder is absolute, leaves the repository or has control characters
     */
    @JsonCreator
    public SiteFolder {
        String given = value;
        value = value == null ? "" : value.replaceFirst("^(?:\\./+)+", "").replaceFirst("/+$", "");
        if (given != null && !given.isEmpty() && given.charAt(0) == '/') {
            value = given;
        }
        if (value.isBlank() || value.equals(".")) {
            value = ".";
        } else if (value.length() > LONGEST || REFUSED.matcher(value).find()) {
            throw new InvalidValueException(
                    "site folder",
                    given,
                    "a folder inside the repository, relative to its root, such as public or docs/site");
        }
    }

    /** True for the whole repository. */
    public boolean isRoot() {
        return value.equals(".");
    }

    @Override
    public String toString() {
        return value;
    }
}
