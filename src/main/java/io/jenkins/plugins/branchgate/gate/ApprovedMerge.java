package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.MergeOutcome;
import io.jenkins.plugins.branchgate.git.MergeRequest;
import io.jenkins.plugins.branchgate.git.Signature;
import io.jenkins.plugins.branchgate.git.TargetTip;
import io.jenkins.plugins.branchgate.git.TipCheck;
import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import io.jenkins.plugins.branchgate.model.Vote;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Carries approved merges out: recorded before the push and after it, and settled after a crash in between. */
final class ApprovedMerge {

    private static final int ATTEMPTS = 5;

    /** After these the same order, given again, may succeed: they say nothing about what the remote has. */
    private static final Set<GitException.Reason> PASSING =
            Set.of(GitException.Reason.UNREACHABLE, GitException.Reason.INTERRUPTED, GitException.Reason.MIRROR_BROKEN);

    private final Ledger ledger;
    private final ApproverRule approvers;
    private final PersonLookup people;

    ApprovedMerge(Ledger ledger, ApproverRule approvers, PersonLookup people) {
        this.ledger = ledger;
        this.approvers = approvers;
        this.people = people;
    }

    Approval merge(ApprovalId id, Merger merger, Signature signature) throws GateException, IOException {
        var before = begin(id);
        if (before.state().isFinal()) {
            return before;
        }
        boolean resumed = before.state() == ApprovalState.MERGING;
        try {
            boolean inSource = merger.isIn(before.release().commit(), before.from());
            var outcome = merger.merge(order(before, signature, merger, inSource));
            return end(before, outcome, merger);
        } catch (GitException e) {
            if (resumed || PASSING.contains(e.reason())) {
                throw unsettled(before, e.getMessage(), e);
            }
            return finish(before, ApprovalState.FAILED, e.getMessage(), null);
        }
    }

    /**
     * The approval as it was before this call moved it to MERGING; one that is over as it is. It is over as well if its
     * votes could not be cast any more.
     */
    private Approval begin(ApprovalId id) throws GateException, IOException {
        record Begun(Approval approval, GateException refusal) {}
        var voters = voters(id);
        var begun = ledger.transact((LedgerView view, Consumer<LedgerEvent> append) -> {
            var found = view.approval(id);
            if (found.isEmpty()) {
                return new Begun(null, new NoSuchApprovalException(id));
            }
            var approval = found.get();
            return switch (approval.state()) {
                case APPROVED -> {
                    var count = approvers.count(approval, approval.votes(), voters);
                    if (count.votes().size() < approval.terms().approvers().quorum()) {
                        append.accept(new ApprovalMoved(
                                id, ApprovalState.APPROVED, ApprovalState.FAILED, tooFew(approval, count), null));
                        yield new Begun(null, null);
                    }
                    append.accept(new ApprovalMoved(
                            id, ApprovalState.APPROVED, ApprovalState.MERGING, "The merge began.", null));
                    yield new Begun(approval, null);
                }
                case MERGING, MERGED -> new Begun(approval, null);
                case PENDING ->
                    new Begun(
                            null,
                            new NotApprovableException(
                                    NotApprovableException.Reason.NOT_POSSIBLE,
                                    "Approval " + id
                                            + " is still pending, so there is nothing to merge yet. Nothing was"
                                            + " changed. It needs "
                                            + approval.terms().approvers().quorum() + " approving."));
                case REJECTED, EXPIRED, SUPERSEDED, WITHDRAWN, FAILED ->
                    new Begun(null, AlreadyDecidedException.of(approval));
            };
        });
        if (begun.refusal() != null) {
            throw begun.refusal();
        }
        return begun.approval() == null ? ledger.view().approval(id).orElseThrow() : begun.approval();
    }

    /** Who approved, as they are now. */
    private Map<String, Optional<Person>> voters(ApprovalId id) throws GateException, IOException {
        var approval = ledger.view().approval(id).filter(found -> found.state() == ApprovalState.APPROVED);
        if (approval.isEmpty()) {
            return Map.of();
        }
        try {
            return approvers.lookUp(approval.get(), people);
        } catch (RuntimeException e) {
            throw unsettled(
                    approval.get(), "the security realm cannot say now who may approve (" + e.getMessage() + ").", e);
        }
    }

    private static String tooFew(Approval approval, ApproverRule.Count count) {
        return count.lostWords() + " That leaves " + count.votes().size() + " of "
                + approval.terms().approvers().quorum() + " needed. Nothing was merged. Ask again: run the build that"
                + " asked once more.";
    }

    private MergeRequest order(Approval approval, Signature signature, Merger merger, boolean inSource) {
        List<Vote> votes = approvers.distinct(approval.votes());
        return new MergeRequest(
                approval.release().commit(),
                approval.into(),
                approval.terms().strategy(),
                MergeMessage.of(approval, votes),
                signature,
                votes.get(votes.size() - 1).at(),
                approval.targetTip(),
                target -> inSource
                        ? judge(approval, target, merger)
                        : TipCheck.refuse(PinRule.notInSource(approval, null).getMessage()),
                ATTEMPTS);
    }

    /** Asked for every tip that the target turns out to have, also after a push that was too late. */
    private TipCheck judge(Approval approval, TargetTip target, Merger merger) throws GitException {
        var decision = PinRule.afterMove(approval, target.tip(), target.tree());
        return decision.goOn() ? accountedFor(approval, target.tip(), merger) : decision;
    }

    private Approval end(Approval approval, MergeOutcome outcome, Merger merger)
            throws GateException, GitException, IOException {
        var into = approval.into();
        if (outcome instanceof MergeOutcome.Merged merged) {
            if (!isWhatWasApproved(approval, merged, merger)) {
                return finishUnapproved(approval, merged.mergeCommit());
            }
            return finish(
                    approval,
                    ApprovalState.MERGED,
                    "Merged into " + into + " as " + merged.mergeCommit().abbreviated() + ".",
                    merged.mergeCommit());
        }
        if (outcome instanceof MergeOutcome.AlreadyMerged already) {
            return finishAlreadyMerged(approval, already.target());
        }
        if (outcome instanceof MergeOutcome.Unreachable unreachable) {
            throw unsettled(approval, unreachable.why(), null);
        }
        return finish(approval, ApprovalState.FAILED, failure(approval, outcome), null);
    }

    private static String failure(Approval approval, MergeOutcome outcome) {
        if (outcome instanceof MergeOutcome.Conflicts conflicts) {
            return "Merging into " + approval.into() + " conflicts in " + PinRule.files(conflicts.files())
                    + ". Nothing was pushed. Bring " + approval.into() + " into " + approval.from()
                    + ", resolve it there, and test again.";
        }
        if (outcome instanceof MergeOutcome.TargetMoved moved) {
            return moved.why();
        }
        if (outcome instanceof MergeOutcome.Refused refused) {
            return "The remote refused the push to " + approval.into() + ": " + refused.remoteWords();
        }
        return ((MergeOutcome.NotPossible) outcome).why();
    }

    /**
     * False for a merge that was found and cannot be ours, made by hand on content that was not there when the decision
     * was made: ours always has the tree that was shown, unless the policy does without, and is made onto what was
     * tested or let in before.
     */
    private boolean isWhatWasApproved(Approval approval, MergeOutcome.Merged merged, Merger merger)
            throws GitException {
        boolean same =
                approval.terms().retest() == RetestPolicy.NEVER || merged.tree().equals(approval.previewTree());
        return same
                && (merged.onto() == null
                        || accountedFor(approval, merged.onto(), merger).goOn());
    }

    private TipCheck accountedFor(Approval approval, CommitId tip, Merger merger) throws GitException {
        var untested = AdmittedCommits.into(approval.into(), ledger.view())
                .unaccounted(merger::commitsWithout, tip, approval.release().commit(), Pins.MOST_LISTED);
        return PinRule.accountedFor(approval, tip, untested);
    }

    /** The target had the tested commit without our doing. That one is approved, and nothing else of the target. */
    private Approval finishAlreadyMerged(Approval approval, CommitId tip) throws IOException {
        var tested = approval.release().commit();
        return tip.equals(tested)
                ? finish(approval, ApprovalState.MERGED, alreadyThere(approval), tested)
                : finishUnapproved(approval, tip);
    }

    private Approval finishUnapproved(Approval approval, CommitId other) throws IOException {
        return finish(
                approval,
                ApprovalState.MERGED,
                alreadyThere(approval) + " What else the branch has is not approved: " + other.abbreviated()
                        + " is not part of this.",
                approval.release().commit());
    }

    private static String alreadyThere(Approval approval) {
        return "Branch " + approval.into() + " had commit "
                + approval.release().commit().abbreviated() + " already; nothing was merged.";
    }

    /** A second call may have finished it meanwhile, with the same outcome from the same remote; the first counts. */
    private Approval finish(Approval approval, ApprovalState state, String why, CommitId mergeCommit)
            throws IOException {
        ledger.transact((LedgerView view, Consumer<LedgerEvent> append) -> {
            var now = view.approval(approval.id()).orElseThrow();
            if (now.state() == ApprovalState.MERGING) {
                append.accept(new ApprovalMoved(approval.id(), ApprovalState.MERGING, state, why, mergeCommit));
            }
            return null;
        });
        return ledger.view().approval(approval.id()).orElseThrow();
    }

    private static MergeUnsettledException unsettled(Approval approval, String why, Throwable cause) {
        return new MergeUnsettledException(
                "Approval " + approval.id() + " is approved, and its merge into " + approval.into()
                        + " is not settled: " + why
                        + " It stays as it is and is tried again; it is never merged twice.",
                cause);
    }
}
