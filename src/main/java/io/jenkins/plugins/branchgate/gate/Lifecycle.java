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
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.SafeText;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    Approval open(OpenRequest request, Predicate<Approval> superseded, Predicate<Approval> joined)
            throws GateException, IOException {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var fresh = approval(request, now);
        return ledger.transact((LedgerView view, Consumer<LedgerEvent> append) -> {
            var known = merged(view, fresh, request.pins(), joined);
            if (known.isPresent()) {
                return known.get();
            }
            if (!PinRule.runs(view, request.environment(), request.release())) {
                throw notWhatRuns(view, request);
            }
            if (!request.pins().inSource()) {
                throw PinRule.notInSource(
                        request.release().commit(),
                        request.from(),
                        request.pins().sourceHead());
            }
            var pending = pending(view, fresh);
            var same = pending.stream()
                    .filter(older -> isSame(older, fresh) && !isDue(older, now))
                    .filter(joined)
                    .findFirst();
            if (same.isPresent()) {
                return same.get();
            }
            for (var older : pending) {
                if (superseded.test(older)) {
                    append.accept(superseded(
                            older,
                            "approval " + fresh.id() + " for release "
                                    + request.release().id() + " was asked for"));
                }
            }
            append.accept(new ApprovalOpened(fresh));
            return fresh;
        });
    }

    private static List<Approval> pending(LedgerView view, Approval fresh) {
        return view.open().stream()
                .filter(older -> older.state() == ApprovalState.PENDING
                        && older.environment().equals(fresh.environment())
                        && older.into().equals(fresh.into()))
                .toList();
    }

    /** The approval that brought exactly this into the target branch, which has it still. */
    private static Optional<Approval> merged(LedgerView view, Approval fresh, Pins now, Predicate<Approval> joined) {
        if (!(now.preview() instanceof MergePreview.NothingToMerge)) {
            return Optional.empty();
        }
        return view.approvals(Integer.MAX_VALUE).stream()
                .filter(older -> older.state() == ApprovalState.MERGED
                        && isAboutTheSame(older, fresh)
                        && view.mergedAs(older.mergeCommit())
                                .filter(older::equals)
                                .isPresent())
                .filter(joined)
                .findFirst();
    }

    private static boolean isAboutTheSame(Approval older, Approval fresh) {
        return older.environment().equals(fresh.environment())
                && older.from().equals(fresh.from())
                && older.into().equals(fresh.into())
                && older.release().id().equals(fresh.release().id())
                && older.release().commit().equals(fresh.release().commit())
                && older.release().digest().equals(fresh.release().digest());
    }

    /** True if the older one asks the same of the same people, who must be as many, and no longer than the newer one. */
    private static boolean isSame(Approval older, Approval fresh) {
        return isAboutTheSame(older, fresh)
                && older.targetTip().equals(fresh.targetTip())
                && Objects.equals(older.previewTree(), fresh.previewTree())
                && older.conflicts().equals(fresh.conflicts())
                && Objects.equals(older.admitted(), fresh.admitted())
                && older.authors().containsAll(fresh.authors())
                && timeless(older.terms()).equals(timeless(fresh.terms()))
                && isNoLater(older.terms().expiresAt(), fresh.terms().expiresAt())
                && isNoLater(older.terms().remindAt(), fresh.terms().remindAt());
    }

    private static ApprovalTerms timeless(ApprovalTerms terms) {
        return new ApprovalTerms(
                terms.approvers(), terms.checks(), terms.strategy(), terms.retest(), null, null, terms.message());
    }

    private static boolean isNoLater(Instant older, Instant fresh) {
        return older == null || fresh == null ? older == fresh : !older.isAfter(fresh);
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
