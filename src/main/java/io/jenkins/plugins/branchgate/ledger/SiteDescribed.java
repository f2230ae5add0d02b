package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.SiteFolder;
import java.util.Objects;

/**
 * Which site the ledger belongs to; the latest one counts.
 *
 * @param remote the repository's address; a user and password in it are dropped here and never written
 * @param folder the site's folder
 */
public record SiteDescribed(String remote, SiteFolder folder) implements LedgerEvent {

    public SiteDescribed {
        remote = Objects.requireNonNull(remote, "remote").replaceFirst("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/]*@", "$1");
        Objects.requireNonNull(folder, "folder");
    }
}
