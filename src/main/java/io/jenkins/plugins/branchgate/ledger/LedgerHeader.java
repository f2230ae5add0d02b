package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.RepositoryAddress;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.util.Objects;

/**
 * The first line of a ledger: in which format it is, and which site it belongs to. Another one further down, written by
 * a newer version, raises the format. These fields are in every format and keep their meaning; others may be added.
 *
 * @param format the format of what follows
 * @param writableFrom who does not know at least this format may read the ledger and not write it
 * @param site the site's id
 * @param repository the {@link RepositoryAddress#canonical canonical address} of the site's repository
 * @param folder the site's folder in it
 * @param remote how the repository was reached when the ledger was made, as Git wants it; passwords in it, and what else
 *     identifies a user of HTTP, are dropped here and never written
 */
public record LedgerHeader(
        int format, int writableFrom, SiteId site, String repository, SiteFolder folder, String remote)
        implements LedgerEvent {

    /** The format that this version writes. */
    static final int FORMAT = 1;

    public LedgerHeader {
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(repository, "repository");
        Objects.requireNonNull(folder, "folder");
        remote = withoutSecrets(Objects.requireNonNull(remote, "remote"));
        if (format < 1 || writableFrom < 1 || writableFrom > format) {
            throw new IllegalArgumentException("format " + format + ", writable from " + writableFrom);
        }
    }

    /**
     * The header that this version writes for a site.
     *
     * @param remote the repository's address, in any spelling; what it holds of users and passwords is not kept
     * @throws io.jenkins.plugins.branchgate.model.InvalidValueException if that is no address of a repository
     */
    public static LedgerHeader of(SiteId site, String remote, SiteFolder folder) {
        return new LedgerHeader(
                FORMAT, FORMAT, site, RepositoryAddress.of(remote).canonical(), folder, remote);
    }

    private static String withoutSecrets(String remote) {
        return remote.strip()
                .replaceFirst("^((?i)ssh://[^/:]*):[^/]*@", "$1@")
                .replaceFirst("^((?!(?i)ssh:)[a-zA-Z][a-zA-Z0-9+.-]*://)[^/]*@", "$1");
    }

    /** True if this version must not write the ledger. */
    boolean isNewer() {
        return writableFrom > FORMAT;
    }

    /** True if both are about the same folder of the same repository. */
    boolean isOf(LedgerHeader other) {
        return site.equals(other.site) && repository.equals(other.repository) && folder.equals(other.folder);
    }

    /** For messages. */
    String words() {
        return "site " + site + ", repository " + repository + (folder.isRoot() ? "" : ", folder " + folder);
    }
}
