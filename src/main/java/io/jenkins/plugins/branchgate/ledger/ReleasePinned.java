package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.ReleaseId;
import java.util.Objects;

/**
 * Someone wants a release's image kept whatever comes after it, or no longer.
 *
 * @param release which release
 * @param pinned true to keep it, false to let it go when its time comes
 * @param by who said so
 */
public record ReleasePinned(ReleaseId release, boolean pinned, String by) implements LedgerEvent {

    public ReleasePinned {
        Objects.requireNonNull(release, "release");
        Objects.requireNonNull(by, "by");
    }
}
