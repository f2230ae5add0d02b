package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Vote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Approvals and where each stands. */
final class ApprovalProjection {

    private final Map<ApprovalId, Approval> approvals;
    private final List<ApprovalId> order;
    private final Set<ApprovalId> open;
    private final Map<CommitId, ApprovalId> merged;
    private final Map<ApprovalId, Long> believed;
    private final Set<ApprovalId> reminded;
    private final List<Accepted> accepted;

    /** A commit that somebody accepted, and the number of the entry that says so. */
    private record Accepted(CommitAccepted event, long sequence) {}

    ApprovalProjection() {
        this(
                new HashMap<>(),
                new ArrayList<>(),
                new LinkedHashSet<>(),
                new HashMap<>(),
                new LinkedHashMap<>(),
                new HashSet<>(),
                new ArrayList<>());
    }

    private ApprovalProjection(
            Map<ApprovalId, Approval> approvals,
            List<ApprovalId> order,
            Set<ApprovalId> open,
            Map<CommitId, ApprovalId> merged,
            Map<ApprovalId, Long> believed,
            Set<ApprovalId> reminded,
            List<Accepted> accepted) {
        this.approvals = approvals;
        this.order = order;
        this.open = open;
        this.merged = merged;
        this.believed = believed;
        this.reminded = reminded;
        this.accepted = accepted;
    }

    ApprovalProjection copy() {
        return new ApprovalProjection(
                new HashMap<>(approvals),
                new ArrayList<>(order),
                new LinkedHashSet<>(open),
                new HashMap<>(merged),
                new LinkedHashMap<>(believed),
                new HashSet<>(reminded),
                new ArrayList<>(accepted));
    }

    void opened(Approval approval) {
        if (approvals.put(approval.id(), approval) == null) {
            order.add(approval.id());
        }
        if (!approval.state().isFinal()) {
            open.add(approval.id());
        }
    }

    void voted(Voted event) {
        approvals.computeIfPresent(event.approval(), (id, old) -> {
            var votes = new ArrayList<Vote>(old.votes());
            votes.add(event.vote());
            return changed(old, old.state(), votes, old.mergeCommit(), old.ended(), old.endedAt());
        });
    }

    /** @param sequence the entry's number */
    void moved(ApprovalMoved event, Instant at, long sequence) {
        approvals.computeIfPresent(event.approval(), (id, old) -> {
            boolean ended = event.to().isFinal();
            var commit = event.mergeCommit() == null ? old.mergeCommit() : event.mergeCommit();
            return changed(old, event.to(), old.votes(), commit, ended ? event.why() : null, ended ? at : null);
        });
        if (event.to().isFinal()) {
            open.remove(event.approval());
        }
        if (event.to() == ApprovalState.MERGED && event.mergeCommit() != null) {
            merged.put(event.mergeCommit(), event.approval());
            believed.put(event.approval(), sequence);
        }
    }

    /** After damage, what was merged before it admits nothing any more: no line that is left vouches for it. */
    void distrust() {
        merged.clear();
        believed.clear();
        accepted.clear();
    }

    void reminded(ApprovalReminded event) {
        reminded.add(event.approval());
    }

    void accepted(CommitAccepted event, long sequence) {
        accepted.add(new Accepted(event, sequence));
    }

    private static Approval changed(
            Approval old, ApprovalState state, List<Vote> votes, CommitId mergeCommit, String ended, Instant endedAt) {
        return new Approval(
                old.id(),
                state,
                old.environment(),
                old.from(),
                old.into(),
                old.release(),
                old.targetTip(),
                old.previewTree(),
                old.conflicts(),
                old.terms(),
                old.authors(),
                old.startedBy(),
                old.buildUrl(),
                old.openedAt(),
                votes,
                mergeCommit,
                ended,
                endedAt,
                old.admitted());
    }

    List<Approval> approvals(int newest) {
        var found = new ArrayList<Approval>();
        for (int i = order.size() - 1; i >= 0 && found.size() < newest; i--) {
            found.add(approvals.get(order.get(i)));
        }
        return List.copyOf(found);
    }

    Optional<Approval> approval(ApprovalId id) {
        return Optional.ofNullable(approvals.get(id));
    }

    List<Approval> open() {
        return open.stream().map(approvals::get).toList();
    }

    Optional<Approval> mergedAs(CommitId mergeCommit) {
        return Optional.ofNullable(merged.get(mergeCommit)).map(approvals::get);
    }

    /**
     * Of every merge into a branch the tested commit and the one that brought it in, and what was accepted in it.
     *
     * @param since the number of the entry after which decisions count
     */
    Set<CommitId> letInto(BranchName branch, long since) {
        var commits = new LinkedHashSet<CommitId>();
        merges(branch, since).forEach(approval -> {
            commits.add(approval.release().commit());
            commits.add(approval.mergeCommit());
        });
        accepted.stream()
                .filter(each -> each.sequence > since && each.event.branch().equals(branch))
                .forEach(each -> commits.add(each.event.commit()));
        return commits;
    }

    List<CommitAccepted> acceptedIn(BranchName branch) {
        return accepted.stream()
                .map(Accepted::event)
                .filter(each -> each.branch().equals(branch))
                .toList();
    }

    /** The latest merge into a branch that ended with a commit. */
    Optional<Approval> mergedAs(CommitId mergeCommit, BranchName into, long since) {
        return merges(into, since)
                .filter(approval -> mergeCommit.equals(approval.mergeCommit()))
                .reduce((earlier, later) -> later);
    }

    private Stream<Approval> merges(BranchName into, long since) {
        return believed.entrySet().stream()
                .filter(each -> each.getValue() > since)
                .map(each -> approvals.get(each.getKey()))
                .filter(approval -> approval != null && approval.into().equals(into));
    }

    boolean reminded(ApprovalId approval) {
        return reminded.contains(approval);
    }
}
