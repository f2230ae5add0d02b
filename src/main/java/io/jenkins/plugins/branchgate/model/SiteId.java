package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;

/** The identity of a site: its ledger, its images and its containers carry it. Derived from the repository's address and the site's folder by {@link #of}. */
public record SiteId(@JsonValue String value) implements Serializable {

    private static final int HASH_DIGITS = 32;
    private static final int LONGEST_NAME = 63 - 1 - HASH_DIGITS;
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
     * The id of the site that lives in a folder of a repository: the repository's name, and 128 bits of a hash of its
     * {@link RepositoryAddress#canonical canonical address} and the folder. The same for every spelling of the address.
     *
     * @param remote the repository's address as Git understands it: a URL, {@code host:path} or a path
     * @param folder the site's folder, {@link SiteFolder#ROOT} for the whole repository
     * @throws InvalidValueException if the address is none that {@link RepositoryAddress} takes
     */
    public static SiteId of(String remote, SiteFolder folder) {
        String address = RepositoryAddress.of(remote).canonical();
        String name = address.substring(address.lastIndexOf('/') + 1)
                .replaceAll("%[0-9A-F]{2}", "-")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        name = name.substring(0, Math.min(LONGEST_NAME, name.length())).replaceAll("^-+|-+$", "");
        String hash = Hashes.sha256(address + "\n" + folder.value()).substring(0, HASH_DIGITS);
        return new SiteId((name.isEmpty() ? "site" : name) + "-" + hash);
    }

    @Override
    public String toString() {
        return value;
    }
}
