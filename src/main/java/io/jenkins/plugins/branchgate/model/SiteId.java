package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;

/** The identity of a site: its ledger, its images and its containers carry it. Derived from the repository's address and the site's folder by {@link #of}. */
public record SiteId(@JsonValue String value) implements Serializable {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws InvalidValueException if the value is not 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit */
    @JsonCreator
    public SiteId {
        if (value == null || !ALLOWED.matcher(value).matches()) {
            throw new InvalidValueException(
                    "site id",
                    value,
                    "1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit");
        }
    }

    /**
     * The id of the site that lives in a folder of a repository. The same for every spelling of one remote that differs
     * only in user, password, a trailing slash or {@code .git}, so that jobs with different credentials share a site.
     *
     * @param remote the repository's address as Git understands it: a URL, {@code host:path} or a path
     * @param folder the site's folder, {@link SiteFolder#ROOT} for the whole repository
     */
    public static SiteId of(String remote, SiteFolder folder) {
        String plain = remote.strip().replaceFirst("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/@]*@", "$1");
        plain = plain.replaceFirst("/+$", "").replaceFirst("\\.git$", "").replaceFirst("/+$", "");
        String name =
                plain.replaceFirst("^.*[/:\\\\]", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        name = name.replaceAll("^-+|-+$", "");
        name = name.isEmpty()
                ? "site"
                : name.substring(0, Math.min(40, name.length())).replaceFirst("-+$", "");
        return new SiteId(
                name + "-" + Hashes.sha256(plain + "\n" + folder.value()).substring(0, 8));
    }

    @Override
    public String toString() {
        return value;
    }
}
