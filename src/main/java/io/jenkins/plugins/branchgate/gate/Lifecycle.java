package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.ApprovalOpened;
import io.jenkins.plugins.branchgate.ledger.ApprovalReminded;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.SafeText;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** How approvals begin, and how they end without anybody deciding. */
final class Lifecycle {

    private static final int MOST_CONFLICTS = 300;
    private static final int LONGEST_PATH = 400;

    private final Ledger ledger;
    private final Clock clock;

    Lifecycle(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    Approval open(OpenRequest request, Predicate<Approval> superseded) throws GateException, IOException {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var approval = approval(request, now);
        GateException refusal = ledger.transact((LedgerView view, Consumer<LedgerEvent> append) -> {
            if (!PinRule.runs(view, request.environment(), request.release())) {
                return notWhatRuns(view, request);
            }
            if (!request.pins().inSource()) {
                return PinRule.notInSource(
                        request.release().commit(),
                        request.from(),
                        request.pins().sourceHead());
            }
            for (var older : view.open()) {
                if (older.state() == ApprovalState.PENDING
                        && older.environment().equals(request.environment())
                        && older.into().equals(request.into())
                        && superseded.test(older)) {
                    append.accept(superseded(
                            older,
                            "approval " + approval.id() + " for release "
                                    + request.release().id() + " was asked for"));
                }
            }
            append.accept(new ApprovalOpened(approval));
            return null;
        });
        if (refusal != null) {
            throw refusal;
        }
        return approval;
    }

    private static Approval approval(OpenRequest request, Instant now) {
        return new Approval(
                ApprovalId.create(now),
                ApprovalState.PENDING,
                request.environment(),
                request.from(),
                request.into(),
                request.release(),
                request.pins().targetTip(),
                PinRule.tree(request.pins().preview()),
                conflicts(request.pins().preview()),
                request.terms(),
                request.authors(),
                request.startedBy(),
                request.buildUrl(),
                now,
                List.of(),
                null,
                null,
                null,
                request.pins().admitted());
    }

    /** The first of them; a merge gone wrong altogether has thousands, and its first hundreds tell as much. */
    private static List<String> conflicts(MergePreview preview) {
        return preview instanceof MergePreview.Conflicting conflicting
                ? conflicting.files().stream()
                        .limit(MOST_CONFLICTS)
                        .map(file -> SafeText.cut(file, LONGEST_PATH))
                        .toList()
                : List.of();
    }

    private static NotApprovableException notWhatRuns(LedgerView view, OpenRequest request) {
        String runs = view.current(request.environment())
                .map(Deployment::release)
                .map(release -> "release " + release.id() + " (image "
                        + release.digest().abbreviated() + ")")
                .orElse("nothing");
        return new NotApprovableException(
                NotApprovableException.Reason.NOT_WHAT_RUNS,
                "Approval cannot be asked for release " + request.release().id() + " (image "
                        + request.release().digest().abbreviated() + "): " + request.environment() + " runs " + runs
                        + ". Nothing was changed. Deploy it to " + request.environment() + " first.");
    }

    static ApprovalMoved superseded(Approval approval, String why) {
        return new ApprovalMoved(
                approval.id(), ApprovalState.PENDING, ApprovalState.SUPERSEDED, "Superseded: " + why + ".", null);
    }

    static ApprovalMoved outdated(Approval approval) {
        return superseded(
                approval,
                approval.environment() + " no longer runs release "
                        + approval.release().id() + ", which this was about");
    }

    static ApprovalMoved expired(Approval approval) {
        return new ApprovalMoved(
                approval.id(),
                ApprovalState.PENDING,
                ApprovalState.EXPIRED,
                "Expired: nobody decided by " + approval.terms().expiresAt() + ".",
                null);
    }

    static boolean isDue(Approval approval, Instant now) {
        return approval.state() == ApprovalState.PENDING
                && approval.terms().expiresAt() != null
                && !now.isBefore(approval.terms().expiresAt());
    }

    List<Approval> supersedeOutdated() throws IOException {
        return end((view, approval) ->
                !PinRule.runs(view, approval.environment(), approval.release()) ? outdated(approval) : null);
    }

    List<Approval> expireDue(Instant now) throws IOException {
        return end((view, approval) -> isDue(approval, now) ? expired(approval) : null);
    }

    List<Approval> remindersDue(Instant now) throws IOException {
        return end((view, approval) -> {
            var at = approval.terms().remindAt();
            boolean due = at != null && !now.isBefore(at) && !isDue(approval, now) && !view.reminded(approval.id());
            return due ? new ApprovalReminded(approval.id()) : null;
        });
    }

    /** What is to be written about a pending approval, null for nothing. */
    @FunctionalInterface
    private interface Ending {
        LedgerEvent of(LedgerView view, Approval approval);
    }

    private List<Approval> end(Ending ending) throws IOException {
        if (ledger.view().open().isEmpty()) {
            return List.of();
        }
        List<ApprovalId> ended = ledger.transact((LedgerView view, Consumer<LedgerEvent> append) -> {
            var ids = new ArrayList<ApprovalId>();
            for (var approval : view.open()) {
                var event = approval.state() == ApprovalState.PENDING ? ending.of(view, approval) : null;
                if (event != null) {
                    append.accept(event);
                    ids.add(approval.id());
                }
            }
            return ids;
        });
        var view = ledger.view();
        return ended.stream().map(id -> view.approval(id).orElseThrow()).toList();
    }
}
