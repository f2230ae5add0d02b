package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.source.Changes;
import io.jenkins.plugins.branchgate.source.MergePreview;
import io.jenkins.plugins.branchgate.source.SiteRepository;
import io.jenkins.plugins.branchgate.source.SourceException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How the remote's branches stood at a moment, compared with what was tested.
 *
 * @param at when the remote was asked
 * @param newer commits of the source branch that were not tested, or null if the remote could not be asked
 * @param target the target branch's tip, or null
 * @param preview what the merge would do now, or null
 * @param trouble why the remote could not be asked, or null
 */
public record Outlook(Instant at, Changes newer, CommitId target, MergePreview preview, String trouble) {

    private static final int MOST_COMMITS = 20;

    static Outlook take(SiteRepository repository, Approval approval, Instant now) {
        var tested = approval.release().commit();
        try {
            var from = repository.fetch(approval.from());
            var into = repository.fetch(approval.into());
            return new Outlook(
                    now,
                    repository.changes(tested, from, MOST_COMMITS, 0),
                    into,
                    repository.preview(tested, into, approval.terms().strategy()),
                    null);
        } catch (SourceException e) {
            return new Outlook(now, null, null, null, e.getMessage());
        }
    }

    /** The files that would conflict now; empty if none would, or it is not known. */
    public List<String> conflicts() {
        return preview instanceof MergePreview.Conflicting conflicting ? conflicting.files() : List.of();
    }

    /** True if a fast-forward is asked for and is not possible now. */
    public boolean notFastForward() {
        return preview instanceof MergePreview.NotFastForward;
    }

    /** True if the target has the tested commit already. */
    public boolean nothingToMerge() {
        return preview instanceof MergePreview.NothingToMerge;
    }

    /** Changes whenever the page would say something else. */
    String fingerprint() {
        return Integer.toHexString(Objects.hash(
                newer == null ? null : newer.commitCount(), String.valueOf(target), String.valueOf(preview), trouble));
    }
}
