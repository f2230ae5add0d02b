package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.source.MergePreview;
import io.jenkins.plugins.branchgate.source.SiteRepository;
import io.jenkins.plugins.branchgate.source.SourceException;
import java.io.Serializable;
import java.util.Objects;

/**
 * How the things an approval is pinned to stand at decision time. What the environment runs is not among them: the gate
 * reads that from the ledger while it decides.
 *
 * @param healthy true if the environment answers as its health check wants
 * @param health what the check found, in words for people, or null
 * @param sourceHead the source branch's tip, null if the branch is gone
 * @param newerCommits how many commits the source branch has that were not tested; shown, no obstacle
 * @param targetTip the target branch's tip
 * @param preview what merging the tested commit into that tip would do
 */
public record Pins(
        boolean healthy, String health, CommitId sourceHead, int newerCommits, CommitId targetTip, MergePreview preview)
        implements Serializable {

    public Pins {
        Objects.requireNonNull(targetTip, "targetTip");
        Objects.requireNonNull(preview, "preview");
    }

    /**
     * Asks the remote how both branches stand, and previews the merge. Takes as long as two fetches.
     *
     * @param healthy whether the environment was found healthy just now
     * @param health what was found, in words for people, or null
     * @throws SourceException if the remote cannot be asked or the target branch is gone
     */
    public static Pins look(SiteRepository repository, Approval approval, boolean healthy, String health)
            throws SourceException {
        var tested = approval.release().commit();
        CommitId head = null;
        try {
            head = repository.fetch(approval.from());
        } catch (SourceException e) {
            // a source branch deleted since is nothing new to test; the tested commit itself is asked for below
            if (e.reason() != SourceException.Reason.BRANCH_MISSING) {
                throw e;
            }
        }
        repository.fetchCommit(tested, approval.from());
        var target = repository.fetch(approval.into());
        int newer = head == null ? 0 : repository.changes(tested, head, 0, 0).commitCount();
        var preview = repository.preview(tested, target, approval.terms().strategy());
        return new Pins(healthy, health, head, newer, target, preview);
    }
}
