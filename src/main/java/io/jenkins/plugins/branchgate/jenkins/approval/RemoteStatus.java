package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.gate.Pins;
import io.jenkins.plugins.branchgate.git.Changes;
import io.jenkins.plugins.branchgate.git.CommitInfo;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How the remote's branches stood at a moment, compared with what was tested.
 *
 * @param at when the remote was asked
 * @param newer commits of the source branch that were not tested, or null if there is no such branch or it is not known
 * @param pins the same as the gate judges it, but for the environment's health; null if the remote could not be asked
 * @param untested the target's commits that were neither tested nor let in before, the first of them with their changes
 * @param trouble why the remote could not be asked, or null
 */
public record RemoteStatus(Instant at, Changes newer, Pins pins, List<UntestedCommit> untested, String trouble) {

    private static final int MOST_COMMITS = 20;
    private static final int MOST_UNTESTED_COMPARED = 10;
    private static final int MOST_FILES_A_COMMIT = 30;

    /**
     * A commit that nobody tested.
     *
     * @param commit which
     * @param files what it changed, in part; null if it was not compared
     * @param filesBeyond how many files more
     */
    public record UntestedCommit(CommitInfo commit, List<ShownFile> files, int filesBeyond) {}

    public RemoteStatus {
        untested = List.copyOf(untested);
    }

    static RemoteStatus unknown(Instant now, String trouble) {
        return new RemoteStatus(now, null, null, List.of(), trouble);
    }

    static RemoteStatus take(SiteRepository repository, LedgerView view, Approval approval, Instant now) {
        var tested = approval.release().commit();
        try {
            var pins = Pins.look(repository, view, approval, true, null);
            var head = pins.sourceHead();
            var newer = head == null ? null : repository.changes(tested, head, MOST_COMMITS, 0);
            return new RemoteStatus(
                    now, newer, pins, untested(repository, pins.untested().listed()), null);
        } catch (GitException e) {
            return unknown(now, e.getMessage());
        }
    }

    private static List<UntestedCommit> untested(SiteRepository repository, List<CommitInfo> commits)
            throws GitException {
        var shown = new ArrayList<UntestedCommit>();
        int left = ChangeReport.MOST_CHARACTERS;
        for (var commit : commits) {
            if (shown.size() >= MOST_UNTESTED_COMPARED) {
                shown.add(new UntestedCommit(commit, null, 0));
                continue;
            }
            var before = commit.parents().isEmpty()
                    ? null
                    : repository.rootTree(commit.parents().get(0));
            var changes = repository.compare(before, commit.tree(), MOST_FILES_A_COMMIT);
            var files = ChangeReport.diffs(repository, before, commit.tree(), changes.files(), left);
            left -= ChangeReport.characters(files);
            shown.add(new UntestedCommit(commit, files, changes.filesBeyond()));
        }
        return shown;
    }

    /** How many untested commits there are beyond those listed. */
    public int untestedBeyond() {
        return pins == null ? 0 : pins.untested().beyond();
    }

    /** True if approving would let in what nobody tested. */
    public boolean untestedCommits() {
        return preview() instanceof MergePreview.Clean && !untested.isEmpty();
    }

    /** False if the source branch does not contain what was tested, so that it is not what it is said to be. */
    public boolean inSource() {
        return pins == null || pins.inSource();
    }

    /** The target branch's tip, or null. */
    public CommitId target() {
        return pins == null ? null : pins.targetTip();
    }

    /** What the merge would do now, or null. */
    public MergePreview preview() {
        return pins == null ? null : pins.preview();
    }

    /** The files that would conflict now; empty if none would, or it is not known. */
    public List<String> conflicts() {
        return preview() instanceof MergePreview.Conflicting conflicting ? conflicting.files() : List.of();
    }

    /** True if a fast-forward is asked for and is not possible now. */
    public boolean notFastForward() {
        return preview() instanceof MergePreview.NotFastForward;
    }

    /** True if the target has the tested commit already. */
    public boolean nothingToMerge() {
        return preview() instanceof MergePreview.NothingToMerge;
    }

    /** Changes whenever the page would say something else. */
    String fingerprint() {
        return Integer.toHexString(Objects.hash(
                newer == null ? null : newer.commitCount(),
                String.valueOf(target()),
                String.valueOf(preview()),
                inSource(),
                untested.size(),
                trouble));
    }
}
