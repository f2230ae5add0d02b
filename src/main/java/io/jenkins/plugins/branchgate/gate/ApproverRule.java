package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.gate.DeniedException.Reason;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who may decide, and how many must. */
final class ApproverRule {

    private final IdComparison ids;

    ApproverRule(IdComparison ids) {
        this.ids = ids;
    }

    /** Why a person may not approve, empty if they may. */
    Optional<DeniedException> whyNotApprove(Approval approval, Person person) {
        return whyNotDecide(approval, person)
                .or(() -> whyOwnChange(approval, person))
                .or(() -> whyApprovedBefore(approval, person));
    }

    /** Why a person may not decide at all, empty if they may. Rejecting one's own change is nobody's harm. */
    Optional<DeniedException> whyNotDecide(Approval approval, Person person) {
        if (!person.mayApprove()) {
            return denied(
                    Reason.NO_PERMISSION,
                    person.name() + " lacks the permission Branch Gate/Approve. Nothing was"
                            + " decided. Ask an administrator for it, or ask someone who has it to decide.");
        }
        var approvers = approval.terms().approvers();
        if (approvers.everyone()
                || approvers.users().stream().anyMatch(user -> ids.sameUser(user, person.id()))
                || approvers.groups().stream()
                        .anyMatch(group -> person.groups().stream().anyMatch(own -> ids.sameGroup(group, own)))) {
            return Optional.empty();
        }
        return denied(
                Reason.NOT_AN_APPROVER,
                person.name() + " is not among the approvers of this change: " + named(approval)
                        + ". Nothing was decided. Ask one of them.");
    }

    /** Withdrawing stops a change and approves nothing: who may decide may, and so may who made or started it. */
    Optional<DeniedException> whyNotWithdraw(Approval approval, Person person) {
        return own(approval, person).isPresent() ? Optional.empty() : whyNotDecide(approval, person);
    }

    private static String named(Approval approval) {
        var approvers = approval.terms().approvers();
        return Stream.concat(
                        approvers.users().stream().sorted(),
                        approvers.groups().stream().sorted().map(group -> "group " + group))
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    private Optional<DeniedException> whyOwnChange(Approval approval, Person person) {
        if (approval.terms().approvers().selfApproval()) {
            return Optional.empty();
        }
        return own(approval, person)
                .flatMap(how -> denied(
                        Reason.OWN_CHANGE,
                        person.name() + " cannot approve this change, being " + how
                                + ": somebody else has to look at it. Nothing was decided. Ask another approver, or,"
                                + " where one person does both, allow self-approval for this approval."));
    }

    /** How the change is the person's own, empty if it is not. */
    private Optional<String> own(Approval approval, Person person) {
        if (approval.startedBy() != null && isKnownAs(person, approval.startedBy())) {
            return Optional.of("the one who started its build");
        }
        return approval.authors().stream()
                .filter(author -> isKnownAs(person, author))
                .sorted()
                .findFirst()
                .map(author -> "one of its authors (" + author + ")");
    }

    private boolean isKnownAs(Person person, String id) {
        return ids.sameUser(person.id(), id)
                || person.name().equalsIgnoreCase(id)
                || person.aliases().stream().anyMatch(alias -> alias.equalsIgnoreCase(id) || ids.sameUser(alias, id));
    }

    private Optional<DeniedException> whyApprovedBefore(Approval approval, Person person) {
        return approving(approval.votes()).stream()
                .filter(vote -> ids.sameUser(vote.by(), person.id())
                        || person.aliases().stream().anyMatch(alias -> ids.sameUser(vote.by(), alias)))
                .findFirst()
                .flatMap(vote -> denied(
                        Reason.APPROVED_BEFORE,
                        person.name() + " approved this at " + vote.at()
                                + " already; " + approval.terms().approvers().quorum()
                                + " different people have to, and "
                                + distinct(approval.votes()).size() + " did. Ask another approver."));
    }

    /** True if one more approval makes the quorum. */
    boolean completes(Approval approval) {
        return distinct(approval.votes()).size() + 1
                >= approval.terms().approvers().quorum();
    }

    /** One approving vote of each person. */
    List<Vote> distinct(List<Vote> votes) {
        var distinct = new ArrayList<Vote>();
        for (var vote : approving(votes)) {
            if (distinct.stream().noneMatch(other -> ids.sameUser(other.by(), vote.by()))) {
                distinct.add(vote);
            }
        }
        return distinct;
    }

    private static List<Vote> approving(List<Vote> votes) {
        return votes.stream().filter(vote -> vote.verdict() == Verdict.APPROVE).toList();
    }

    private static Optional<DeniedException> denied(Reason reason, String message) {
        return Optional.of(new DeniedException(reason, message));
    }
}
