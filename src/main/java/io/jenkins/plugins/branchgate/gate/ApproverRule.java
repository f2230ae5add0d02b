package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.gate.DeniedException.Reason;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
        if (person.isAnonymous()) {
            return denied(
                    Reason.NO_PERMISSION,
                    "Who is not logged in decides nothing: nobody could say later who it was. Nothing was decided. Log in"
                            + " first.");
        }
        if (!person.mayApprove()) {
            return denied(
                    Reason.NO_PERMISSION,
                    person.name() + " lacks the permission Branch Gate/Approve on the job"
                            + " that asks, or on the owner of an environment that follows branch " + approval.into()
                            + ". Nothing was decided. Ask an administrator for it, or ask someone who has it to decide.");
        }
        return approval.terms().approvers().lists().stream()
                .filter(list -> !isIn(list, person))
                .findFirst()
                .flatMap(list -> denied(
                        Reason.NOT_AN_APPROVER,
                        person.name() + " is not among the approvers of this change: " + String.join(", ", list.words())
                                + ". Nothing was decided. Ask one of them."));
    }

    private boolean isIn(Approvers.Named list, Person person) {
        return list.users().stream().anyMatch(user -> ids.sameUser(user, person.id()))
                || list.groups().stream()
                        .anyMatch(group -> person.groups().stream().anyMatch(own -> ids.sameGroup(group, own)));
    }

    /**
     * Withdrawing stops a change and approves nothing: who may decide may, and so may who started it. Who made it is
     * only known by what commits say, which anybody can write, so that grants nothing.
     */
    Optional<DeniedException> whyNotWithdraw(Approval approval, Person person) {
        boolean started = approval.startedBy() != null
                && !person.isAnonymous()
                && ids.sameUser(person.id(), approval.startedBy());
        return started ? Optional.empty() : whyNotDecide(approval, person);
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

    /**
     * Approving votes as they stand now.
     *
     * @param votes those that count, one of each person
     * @param lost those that counted when they were cast and do not any more, each with why
     */
    record Count(List<Vote> votes, Map<Vote, String> lost) {

        /** Why votes do not count, in words. */
        String lostWords() {
            return lost.entrySet().stream()
                    .map(each -> "The approval of " + Votes.shown(each.getKey()) + " no longer counts: "
                            + each.getValue() + ".")
                    .collect(Collectors.joining(" "));
        }
    }

    /**
     * Looks up who approved until now. Takes as long as the security realm does; not to be called while the ledger is
     * locked.
     *
     * @throws RuntimeException if the realm cannot tell
     */
    Map<String, Optional<Person>> lookUp(Approval approval, PersonLookup people) {
        var found = new HashMap<String, Optional<Person>>();
        for (var vote : distinct(approval.votes())) {
            found.put(vote.by(), people.find(approval, vote.by()));
        }
        return found;
    }

    /**
     * Which approving votes their people could still cast.
     *
     * @param people those looked up before; who is not among them decided only just now
     */
    Count count(Approval approval, List<Vote> votes, Map<String, Optional<Person>> people) {
        var counting = new ArrayList<Vote>();
        var lost = new LinkedHashMap<Vote, String>();
        for (var vote : distinct(votes)) {
            var person = people.get(vote.by());
            var why = person == null ? Optional.<String>empty() : whyLost(approval, vote, person);
            if (why.isPresent()) {
                lost.put(vote, why.get());
            } else {
                counting.add(vote);
            }
        }
        return new Count(counting, lost);
    }

    private Optional<String> whyLost(Approval approval, Vote vote, Optional<Person> found) {
        if (found.isEmpty() || !ids.sameUser(found.get().id(), vote.by())) {
            return Optional.of("the security realm does not know them now");
        }
        return whyNotDecide(approval, found.get())
                .or(() -> whyOwnChange(approval, found.get()))
                .map(denied -> switch (denied.reason()) {
                    case NO_PERMISSION -> "they lost the permission Branch Gate/Approve";
                    case NOT_AN_APPROVER -> "they are not among the approvers any more";
                    case OWN_CHANGE -> "the change is their own";
                    case APPROVED_BEFORE -> throw new IllegalStateException("not asked for");
                });
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
