package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.gate.NotApprovableException.Reason;
import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.git.TipCheck;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an approval is pinned to, and what may change under it. */
final class PinRule {

    private static final int FILES_NAMED = 20;
    private static final int COMMITS_NAMED = 5;

    private PinRule() {}

    /** True if the environment runs that commit, from that image. */
    static boolean runs(LedgerView view, EnvironmentName environment, Release release) {
        return view.current(environment)
                .map(Deployment::release)
                .filter(current -> current.commit().equals(release.commit())
                        && current.digest().equals(release.digest()))
                .isPresent();
    }

    /** Why nobody can approve as things stand, empty if somebody can. */
    static Optional<NotApprovableException> obstacle(Approval approval, Pins now) {
        if (!now.healthy()) {
            return obstacle(
                    Reason.UNHEALTHY,
                    approval.environment() + " is not healthy"
                            + (now.health() == null ? "" : " (" + now.health() + ")")
                            + ", so nobody can say that what was tested works. Nothing was decided. Decide once it"
                            + " answers again, or reject.");
        }
        if (!now.inSource()) {
            return Optional.of(notInSource(approval, now.sourceHead()));
        }
        if (now.preview() instanceof MergePreview.Conflicting conflicting) {
            return obstacle(
                    Reason.CONFLICTS,
                    "Merging " + tested(approval) + " into " + approval.into()
                            + " would conflict in " + files(conflicting.files()) + ". Nothing was decided. Bring "
                            + approval.into() + " into " + approval.from() + ", resolve it there, and test again.");
        }
        if (now.preview() instanceof MergePreview.NotFastForward) {
            return obstacle(
                    Reason.NOT_POSSIBLE,
                    "Branch " + approval.into() + " has commits that " + tested(approval)
                            + " lacks, and only a fast-forward is allowed. Nothing was decided. Bring them into "
                            + approval.from() + " and test again.");
        }
        if (now.preview() instanceof MergePreview.Unrelated) {
            return obstacle(
                    Reason.NOT_POSSIBLE,
                    tested(approval) + " and branch " + approval.into()
                            + " have no commit in common, so one cannot be merged into the other. Nothing was decided."
                            + " Check the names of the branches.");
        }
        var accounted = accountedFor(approval, now.targetTip(), now.untested());
        if (now.preview() instanceof MergePreview.Clean && !accounted.goOn()) {
            return obstacle(Reason.UNTESTED_COMMITS, accounted.why());
        }
        var decision = afterMove(approval, now.targetTip(), tree(now.preview()));
        return decision.goOn() ? Optional.empty() : obstacle(Reason.RETEST, decision.why());
    }

    /** For an approval, or before there is one. */
    static NotApprovableException notInSource(Approval approval, CommitId head) {
        return notInSource(approval.release().commit(), approval.from(), head);
    }

    static NotApprovableException notInSource(CommitId tested, BranchName from, CommitId head) {
        return new NotApprovableException(
                Reason.NOT_IN_SOURCE,
                "Commit " + tested.abbreviated() + " is not in branch " + from + " of the repository"
                        + (head == null ? ", which has no such branch" : ", whose tip is " + head.abbreviated())
                        + ". Nothing was changed. Name the branch that the commit was deployed from, or deploy one of "
                        + from + " and ask again.");
    }

    /** Whether all that a target tip has was tested, or let in before. */
    static TipCheck accountedFor(Approval approval, CommitId tip, Commits untested) {
        if (untested.isEmpty()) {
            return TipCheck.allow();
        }
        String named = untested.listed().stream()
                .limit(COMMITS_NAMED)
                .map(commit -> commit.id().abbreviated() + " by "
                        + SafeText.line(commit.author().name(), 200) + " (" + SafeText.line(commit.subject(), 200)
                        + ")")
                .collect(Collectors.joining(", "));
        int more = untested.count() - Math.min(COMMITS_NAMED, untested.listed().size());
        return TipCheck.refuse("Branch " + approval.into() + " has, at " + tip.abbreviated()
                + ", what was neither part of "
                + tested(approval) + " nor let in before: " + named + (more > 0 ? " and " + more + " more" : "")
                + ". Approving would let it in untested. Nothing was merged. Bring it into " + approval.from()
                + ", deploy that to " + approval.environment() + " and ask again, or have someone with the permission"
                + " Override accept it with a reason.");
    }

    /** Whether the approval still holds on a target tip where the merge would have that tree. */
    static TipCheck afterMove(Approval approval, CommitId tip, TreeId tree) {
        if (tip.equals(approval.targetTip())) {
            return TipCheck.allow();
        }
        String moved = "Branch " + approval.into() + " moved from "
                + approval.targetTip().abbreviated() + " to " + tip.abbreviated() + " since QA began to test "
                + tested(approval);
        return switch (approval.terms().retest()) {
            case NEVER -> TipCheck.allow();
            case ALWAYS ->
                TipCheck.refuse(moved
                        + ", and this approval asks for a new QA round whenever it does. Nothing was merged. Deploy "
                        + approval.from() + " to " + approval.environment() + " and ask again.");
            case IF_TREE_DIFFERS ->
                tree.equals(approval.previewTree())
                        ? TipCheck.allow()
                        : TipCheck.refuse(moved + ", and the merge would no longer be what was shown when it was asked."
                                + " Nothing was merged. Bring " + approval.into() + " into " + approval.from()
                                + ", deploy it to " + approval.environment() + ", and ask again.");
        };
    }

    /** The tree the whole repository would have, null where there is no merge. */
    static TreeId tree(MergePreview preview) {
        if (preview instanceof MergePreview.Clean clean) {
            return clean.tree();
        }
        return preview instanceof MergePreview.NothingToMerge nothing ? nothing.tree() : null;
    }

    /** File names for people: a bounded number of them, nothing unprintable. */
    static String files(List<String> files) {
        String named = files.stream()
                .limit(FILES_NAMED)
                .map(text -> SafeText.line(text, 200))
                .collect(Collectors.joining(", "));
        return files.size() > FILES_NAMED ? named + " and " + (files.size() - FILES_NAMED) + " more" : named;
    }

    private static String tested(Approval approval) {
        return "commit " + approval.release().commit().abbreviated();
    }

    private static Optional<NotApprovableException> obstacle(Reason reason, String message) {
        return Optional.of(new NotApprovableException(reason, message));
    }
}
