package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import java.io.Serializable;
import java.util.Objects;

/**
 * How the things an approval is pinned to stand at decision time. What the environment runs is not among them: the gate
 * reads that from the ledger while it decides.
 *
 * @param healthy true if the environment answers as its health check wants
 * @param health what the check found, in words for people, or null
 * @param sourceHead the source branch's tip, null if the branch is gone
 * @param inSource true if the source branch contains the tested commit
 * @param newerCommits how many commits the source branch has that were not tested; shown, no obstacle
 * @param targetTip the target branch's tip
 * @param preview what merging the tested commit into that tip would do
 * @param untested the target branch's commits that were neither tested nor let in before
 * @param admitted what the environments behind the target branch run, see {@link AdmittedCommits#base}, or null if nothing
 */
public record Pins(
        boolean healthy,
        String health,
        CommitId sourceHead,
        boolean inSource,
        int newerCommits,
        CommitId targetTip,
        MergePreview preview,
        Commits untested,
        CommitId admitted)
        implements Serializable {

    /** At most so many untested commits are listed. */
    public static final int MOST_LISTED = 100;

    public Pins {
        Objects.requireNonNull(targetTip, "targetTip");
        Objects.requireNonNull(preview, "preview");
        Objects.requireNonNull(untested, "untested");
    }

    /**
     * Asks the remote how both branches stand, and previews the merge. Takes as long as two fetches.
     *
     * @param healthy whether the environment was found healthy just now
     * @param health what was found, in words for people, or null
     * @throws GitException if the remote cannot be asked or the target branch is gone
     */
    public static Pins look(
            SiteRepository repository, LedgerView view, Approval approval, boolean healthy, String health)
            throws GitException {
        var tested = approval.release().commit();
        var terms = approval.terms();
        return look(repository, view, tested, approval.from(), approval.into(), terms.strategy(), healthy, health);
    }

    /** As {@link #look}, before there is an approval: the environment was just deployed to. */
    public static Pins atOpening(
            SiteRepository repository,
            LedgerView view,
            CommitId tested,
            BranchName from,
            BranchName into,
            MergeStrategy strategy)
            throws GitException {
        return look(repository, view, tested, from, into, strategy, true, null);
    }

    private static Pins look(
            SiteRepository repository,
            LedgerView view,
            CommitId tested,
            BranchName from,
            BranchName into,
            MergeStrategy strategy,
            boolean healthy,
            String health)
            throws GitException {
        CommitId head = null;
        try {
            head = repository.fetch(from);
        } catch (GitException e) {
            // a source branch deleted since is an obstacle with words of its own
            if (e.reason() != GitException.Reason.BRANCH_MISSING) {
                throw e;
            }
        }
        repository.fetchCommit(tested, from);
        var target = repository.fetch(into);
        var before = AdmittedCommits.into(into, view);
        return new Pins(
                healthy,
                health,
                head,
                head != null && repository.isAncestor(tested, head),
                head == null ? 0 : repository.changes(tested, head, 0, 0).commitCount(),
                target,
                repository.preview(tested, target, strategy),
                before.unaccounted(repository::commitsWithout, target, tested, MOST_LISTED),
                before.base(repository, tested, target).orElse(null));
    }
}
