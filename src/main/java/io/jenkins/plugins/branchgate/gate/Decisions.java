package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.CommitAccepted;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.ledger.Voted;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people decide. Each decision is one transaction: looked at, judged and written while nobody else does. */
final class Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final Ledger ledger;
    private final Clock clock;
    private final ApproverRule approvers;
    private final PersonLookup people;

    Decisions(Ledger ledger, Clock clock, ApproverRule approvers, PersonLookup people) {
        this.ledger = ledger;
        this.clock = clock;
        this.approvers = approvers;
        this.people = people;
    }

    /** One kind of decision: what speaks against it, and what it moves the approval to. */
    private interface Rule {
        Optional<? extends GateException> obstacle(Approval approval);

        List<LedgerEvent> events(Approval approval, Vote vote);
    }

    Approval approve(ApprovalId id, Person person, String comment, List<String> ticked, Channel channel, Pins now)
            throws GateException, IOException {
        var earlier = earlier(id);
        return decide(id, person, Verdict.APPROVE, () -> Votes.text("comment", comment), ticked, channel, new Rule() {
            @Override
            public Optional<? extends GateException> obstacle(Approval approval) {
                Optional<? extends GateException> denied = approvers.whyNotApprove(approval, person);
                if (denied.isPresent()) {
                    return denied;
                }
                var obstacle = PinRule.obstacle(approval, now);
                return obstacle.isPresent() ? obstacle : openChecks(approval, ticked);
            }

            @Override
            public List<LedgerEvent> events(Approval approval, Vote vote) {
                return approved(approval, vote, earlier, now);
            }
        });
    }

    /** Who approved before, as they are now; whoever cannot be looked up counts as unknown. */
    private Map<String, Optional<Person>> earlier(ApprovalId id) throws IOException {
        return ledger.view()
                .approval(id)
                .filter(approval -> approval.state() == ApprovalState.PENDING)
                .map(approval -> approvers.lookUp(approval, (each, userId) -> {
                    try {
                        return people.find(each, userId);
                    } catch (RuntimeException e) {
                        LOG.warn("{} cannot be looked up, so their vote does not count now", userId, e);
                        return Optional.empty();
                    }
                }))
                .orElse(Map.of());
    }

    /** The end of the decision if this vote makes the quorum; else which earlier votes are missing, if that is why not. */
    private List<LedgerEvent> approved(Approval approval, Vote vote, Map<String, Optional<Person>> earlier, Pins now) {
        var votes = new ArrayList<Vote>(approval.votes());
        votes.add(vote);
        int quorum = approval.terms().approvers().quorum();
        var count = approvers.count(approval, votes, earlier);
        if (count.votes().size() < quorum) {
            return count.votes().size() + count.lost().size() < quorum
                    ? List.of()
                    : count.lost().entrySet().stream()
                            .map(lost -> Votes.lost(lost.getKey(), lost.getValue(), vote.at()))
                            .filter(denial -> Votes.isWorthRecording(denial, approval))
                            .<LedgerEvent>map(denial -> new Voted(approval.id(), denial))
                            .toList();
        }
        String by = count.votes().stream().map(Votes::shown).collect(Collectors.joining(", "));
        String newer = now.newerCommits() == 0
                ? ""
                : " Branch " + approval.from() + " has " + now.newerCommits()
                        + " newer commits, which are not part of it.";
        return List.of(new ApprovalMoved(
                approval.id(), ApprovalState.PENDING, ApprovalState.APPROVED, "Approved by " + by + "." + newer, null));
    }

    private static Optional<NotApprovableException> openChecks(Approval approval, List<String> ticked) {
        var open = approval.terms().checks().stream()
                .filter(check -> ticked == null || !ticked.contains(check))
                .map(text -> SafeText.line(text, 200))
                .toList();
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(new NotApprovableException(
                        NotApprovableException.Reason.CHECKS_OPEN,
                        "Approval needs every check to be confirmed; these are not: " + String.join("; ", open)
                                + ". Nothing was decided. Confirm them, or reject with a reason."));
    }

    Approval reject(ApprovalId id, Person person, String reason, Channel channel) throws GateException, IOException {
        Supplier<String> required = () -> Votes.required("reason for rejecting", reason);
        return decide(id, person, Verdict.REJECT, required, List.of(), channel, new Rule() {
            @Override
            public Optional<? extends GateException> obstacle(Approval approval) {
                return approvers.whyNotDecide(approval, person);
            }

            @Override
            public List<LedgerEvent> events(Approval approval, Vote vote) {
                return List.of(new ApprovalMoved(
                        approval.id(),
                        ApprovalState.PENDING,
                        ApprovalState.REJECTED,
                        "Rejected by " + Votes.shown(vote) + ": " + vote.comment(),
                        null));
            }
        });
    }

    Approval withdraw(ApprovalId id, Person person, String comment, Channel channel) throws GateException, IOException {
        Supplier<String> why = () -> Votes.text("comment", comment);
        return decide(id, person, Verdict.WITHDRAW, why, List.of(), channel, new Rule() {
            @Override
            public Optional<? extends GateException> obstacle(Approval approval) {
                return channel == Channel.BUILD ? Optional.empty() : approvers.whyNotWithdraw(approval, person);
            }

            @Override
            public List<LedgerEvent> events(Approval approval, Vote vote) {
                return List.of(new ApprovalMoved(
                        approval.id(),
                        approval.state(),
                        ApprovalState.WITHDRAWN,
                        "Withdrawn by " + Votes.shown(vote) + (vote.comment() == null ? "." : ": " + vote.comment()),
                        null));
            }
        });
    }

    void accept(
            ApprovalId id,
            CommitId commit,
            Person person,
            boolean mayOverride,
            String reason,
            Channel channel,
            Pins now)
            throws GateException, IOException {
        GateException refusal = ledger.transact((LedgerView view, Consumer<LedgerEvent> append) -> {
            var found = view.approval(id);
            if (found.isEmpty()) {
                return new NoSuchApprovalException(id);
            }
            var approval = found.get();
            if (approval.state() != ApprovalState.PENDING) {
                return AlreadyDecidedException.of(approval);
            }
            if (!mayOverride || person.isAnonymous()) {
                var denied = new DeniedException(
                        DeniedException.Reason.NO_PERMISSION,
                        person.name()
                                + " lacks the permission Branch Gate/Override on the job that asks, or on the owner"
                                + " of an environment that follows branch " + approval.into()
                                + ". Nothing was changed. Bring the commit into " + approval.from()
                                + " and test it, or ask someone who has the permission.");
                var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                var denial = Votes.of(person, Verdict.DENIED, at, channel, denied.getMessage(), List.of());
                if (Votes.isWorthRecording(denial, approval)) {
                    append.accept(new Voted(id, denial));
                }
                return denied;
            }
            if (now.untested().listed().stream().noneMatch(each -> each.id().equals(commit))) {
                return new NotApprovableException(
                        NotApprovableException.Reason.NOT_POSSIBLE,
                        "Commit " + commit.abbreviated() + " does not stand in the way of approval " + id
                                + ". Nothing was changed. Look at the page again: the branch may have moved.");
            }
            String why = Votes.required("reason for accepting a commit without a test", reason);
            append.accept(new CommitAccepted(id, approval.into(), commit, person.id(), person.name(), why));
            return null;
        });
        if (refusal != null) {
            throw refusal;
        }
    }

    private Approval decide(
            ApprovalId id,
            Person person,
            Verdict verdict,
            Supplier<String> comment,
            List<String> ticked,
            Channel channel,
            Rule rule)
            throws GateException, IOException {
        var refusal = ledger.transact((LedgerView view, Consumer<LedgerEvent> append) -> {
            var found = view.approval(id);
            if (found.isEmpty()) {
                return new NoSuchApprovalException(id);
            }
            var approval = found.get();
            boolean open = approval.state() == ApprovalState.PENDING
                    || verdict == Verdict.WITHDRAW && approval.state() == ApprovalState.APPROVED;
            if (!open) {
                return AlreadyDecidedException.of(approval);
            }
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var ending = overtaken(view, approval, verdict);
            if (ending.isPresent()) {
                append.accept(ending.get());
                return AlreadyDecidedException.of(
                        approval,
                        ending.get().to(),
                        "Branch Gate",
                        now,
                        ending.get().why());
            }
            var obstacle = rule.obstacle(approval);
            if (obstacle.isPresent()) {
                String why = verdict + " refused: " + obstacle.get().getMessage();
                var denial = Votes.of(person, Verdict.DENIED, now, channel, why, List.of());
                if (Votes.isWorthRecording(denial, approval)) {
                    append.accept(new Voted(id, denial));
                }
                return obstacle.get();
            }
            var confirmed = approval.terms().checks().stream()
                    .filter(check -> ticked != null && ticked.contains(check))
                    .toList();
            // Only now: whoever may not decide is told that, and recorded, whatever they wrote.
            var vote = Votes.of(person, verdict, now, channel, comment.get(), confirmed);
            append.accept(new Voted(id, vote));
            rule.events(approval, vote).forEach(append);
            return null;
        });
        if (refusal != null) {
            throw refusal;
        }
        return ledger.view().approval(id).orElseThrow();
    }

    /** The move that should have come before this decision: nobody may decide what is over. */
    private Optional<ApprovalMoved> overtaken(LedgerView view, Approval approval, Verdict verdict) {
        if (Lifecycle.isDue(approval, clock.instant())) {
            return Optional.of(Lifecycle.expired(approval));
        }
        if (verdict == Verdict.APPROVE && !PinRule.runs(view, approval.environment(), approval.release())) {
            return Optional.of(Lifecycle.outdated(approval));
        }
        return Optional.empty();
    }
}
