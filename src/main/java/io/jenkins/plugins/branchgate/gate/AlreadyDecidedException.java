package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Someone, or something, was faster: the approval is no longer in a state that allows what was asked. */
public final class AlreadyDecidedException extends GateException {

    private static final long serialVersionUID = 1L;

    private final ApprovalState state;
    private final String by;
    private final Instant at;

    private AlreadyDecidedException(String message, ApprovalState state, String by, Instant at) {
        super(message);
        this.state = state;
        this.by = by;
        this.at = at;
    }

    static AlreadyDecidedException of(Approval approval) {
        var votes = deciding(approval);
        String by = votes.stream().map(Votes::shown).distinct().collect(Collectors.joining(", "));
        Instant at = !votes.isEmpty() ? votes.get(votes.size() - 1).at() : approval.endedAt();
        return of(approval, approval.state(), by.isEmpty() ? "Branch Gate" : by, at, approval.ended());
    }

    static AlreadyDecidedException of(Approval approval, ApprovalState state, String by, Instant at, String why) {
        return new AlreadyDecidedException(
                "Approval " + approval.id() + " was already decided: " + word(state) + " by " + by + " at " + at
                        + (why == null ? "" : " (" + why + ")") + ". This attempt changed nothing.",
                state,
                by,
                at);
    }

    private static List<Vote> deciding(Approval approval) {
        var verdict =
                switch (approval.state()) {
                    case APPROVED, MERGING, MERGED, FAILED -> Verdict.APPROVE;
                    case REJECTED -> Verdict.REJECT;
                    case WITHDRAWN -> Verdict.WITHDRAW;
                    case PENDING, EXPIRED, SUPERSEDED -> null;
                };
        return approval.votes().stream()
                .filter(vote -> vote.verdict() == verdict)
                .toList();
    }

    private static String word(ApprovalState state) {
        return switch (state) {
            case PENDING -> "left pending";
            case APPROVED -> "approved";
            case MERGING -> "approved, and is being merged,";
            case MERGED -> "approved and merged,";
            case REJECTED -> "rejected";
            case EXPIRED -> "expired,";
            case SUPERSEDED -> "superseded";
            case WITHDRAWN -> "withdrawn";
            case FAILED -> "approved, but the merge failed,";
        };
    }

    /** What was decided. */
    public ApprovalState state() {
        return state;
    }

    /** Who decided, as {@code Name <id>}, several separated by commas; Branch Gate itself for expiry and the like. */
    public String by() {
        return by;
    }

    /** When it was decided. */
    public Instant at() {
        return at;
    }
}
