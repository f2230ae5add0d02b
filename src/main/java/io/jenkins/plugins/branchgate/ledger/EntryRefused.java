package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.util.Objects;

/**
 * The gate refused a commit.
 *
 * @param environment the environment it was to enter
 * @param commit the commit refused
 * @param why the reason, in words for people
 * @param startedBy who or what asked, as people know it
 */
public record EntryRefused(EnvironmentName environment, CommitId commit, String why, String startedBy)
        implements LedgerEvent {

    public EntryRefused {
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(commit, "commit");
    }
}
