package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.Signature;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of one site: how an approval is asked for, decided and merged, and which commits may enter an
 * environment. Holds nothing but the ledger, so it may be made anew at any time, also after a restart, and used from
 * any thread. Every method that changes something is one transaction (a merge two), synced before it returns; {@link
 * IOException} means that the ledger could not be written and nothing was changed.
 */
public final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Ledger ledger;
    private final ApproverRule approvers;
    private final Lifecycle lifecycle;
    private final Decisions decisions;
    private final ApprovedMerge merges;
    private final AdmissionRule entrance;

    /**
     * @param clock tells when something was decided and what is overdue
     * @param ids how the security realm tells users and groups apart
     * @param people tells who approved is who by now
     */
    public Gate(Ledger ledger, Clock clock, IdComparison ids, PersonLookup people) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        approvers = new ApproverRule(Objects.requireNonNull(ids, "ids"));
        Objects.requireNonNull(people, "people");
        lifecycle = new Lifecycle(ledger, clock);
        decisions = new Decisions(ledger, clock, approvers, people);
        merges = new ApprovedMerge(ledger, approvers, people);
        entrance = new AdmissionRule(ledger);
    }

    /** As {@link #open(OpenRequest, Predicate, Predicate)}, whoever asked before. */
    public Approval open(OpenRequest request) throws GateException, IOException {
        return open(request, older -> true, older -> true);
    }

    /**
     * Asks for a decision about what an environment runs. Pending approvals for the same environment and target are
     * superseded in the same stroke; approved ones go on to their merge. With conflicts it opens nevertheless, to show
     * them, but cannot be approved.
     *
     * <p>What was asked already is not asked again: a pending approval of the same release on the same terms, while the
     * target branch has not moved, stays with its votes and its expiry; and of what was approved and merged, and is in the
     * target branch still, the merged approval is the answer.
     *
     * @param superseded which of the pending approvals for the same environment and target end; quick
     * @param joined which earlier approvals may be the answer; quick
     * @return a new approval, or an earlier one, PENDING or MERGED
     * @throws NotApprovableException if the environment does not run that release, or the source branch does not contain
     *     its commit
     */
    public Approval open(OpenRequest request, Predicate<Approval> superseded, Predicate<Approval> joined)
            throws GateException, IOException {
        checkLedger();
        return lifecycle.open(request, superseded, joined);
    }

    /**
     * Approves. With the last approval of the quorum the state is APPROVED, and {@link #merge} is next. An earlier vote
     * counts only if its person could still cast it.
     *
     * @param comment at most 4000 characters, or null
     * @param ticked the required checks that the person confirmed; all of them must be
     * @param now how the branches and the environment stand, see {@link Pins#look}
     * @throws AlreadyDecidedException if it is no longer pending, has expired, or the environment runs something else
     *     by now; the exception says what was decided, by whom and when
     * @throws DeniedException if this person may not; recorded
     * @throws NotApprovableException if nobody could; recorded
     * @throws InvalidValueException if the comment is too long
     */
    public Approval approve(
            ApprovalId id, Person person, String comment, List<String> ticked, Channel channel, Pins now)
            throws GateException, IOException {
        checkLedger();
        return decisions.approve(id, person, comment, ticked, channel, now);
    }

    /**
     * Rejects a pending approval, whatever its quorum. One's own change may be rejected.
     *
     * @param reason required, at most 4000 characters
     * @throws AlreadyDecidedException as for {@link #approve}
     * @throws DeniedException if this person may not; recorded
     * @throws InvalidValueException if the reason is missing or too long
     */
    public Approval reject(ApprovalId id, Person person, String reason, Channel channel)
            throws GateException, IOException {
        return decisions.reject(id, person, reason, channel);
    }

    /**
     * Takes a pending or approved approval back, until its merge begins. Approvers may, and whoever started the
     * build that asks. From {@link Channel#BUILD}, an aborted build, the caller has checked who may abort.
     *
     * @param comment at most 4000 characters, or null
     * @throws AlreadyDecidedException if it is over, or being merged
     * @throws DeniedException if this person may not; recorded
     */
    public Approval withdraw(ApprovalId id, Person person, String comment, Channel channel)
            throws GateException, IOException {
        return decisions.withdraw(id, person, comment, channel);
    }

    /**
     * Why a person may not approve, empty if they may as far as they are concerned. For showing it before they try;
     * nothing is recorded, and {@link #approve} judges anew.
     */
    public Optional<DeniedException> whyNotApprove(Approval approval, Person person) {
        return approvers.whyNotApprove(approval, person);
    }

    /**
     * Why nobody can approve as things stand, empty if somebody can; as {@link #whyNotApprove}.
     *
     * @param now how the branches and the environment were found
     */
    public Optional<NotApprovableException> obstacle(Approval approval, Pins now) {
        return PinRule.obstacle(approval, now);
    }

    /** Why a person may not reject, as {@link #whyNotApprove}. */
    public Optional<DeniedException> whyNotReject(Approval approval, Person person) {
        return approvers.whyNotDecide(approval, person);
    }

    /** Why a person may not withdraw, as {@link #whyNotApprove}. */
    public Optional<DeniedException> whyNotWithdraw(Approval approval, Person person) {
        return approvers.whyNotWithdraw(approval, person);
    }

    /**
     * Merges an approved approval and pushes, if those who approved could still do so. MERGING is recorded before the push; MERGED, or FAILED with the
     * remote's words, after it. Called for one that is MERGING, after a crash or a lost connection, it finds out what
     * the remote has and finishes; called for one that is MERGED it returns it. Takes as long as the remote does.
     *
     * @param signature who the merge commit is by; should be the same each time
     * @return the approval, MERGED or FAILED
     * @throws MergeUnsettledException if the remote cannot be asked; it stays MERGING, call again
     * @throws AlreadyDecidedException if it ended otherwise
     */
    public Approval merge(ApprovalId id, Merger merger, Signature signature) throws GateException, IOException {
        checkLedger();
        return merges.merge(id, merger, signature);
    }

    private void checkLedger() throws NotApprovableException {
        var why = ledger.view().whyClosed();
        if (why.isPresent()) {
            throw new NotApprovableException(NotApprovableException.Reason.LEDGER_CLOSED, why.get());
        }
    }

    /**
     * Approvals whose merge is to be carried out or settled, oldest first: what to call {@link #merge} for at a
     * start.
     */
    public List<Approval> unsettled() {
        return ledger.view().open().stream()
                .filter(approval -> approval.state() != ApprovalState.PENDING)
                .toList();
    }

    /** Ends every pending approval whose time is up; a decision that comes too late ends it as well. */
    public List<Approval> expireDue(Instant now) throws IOException {
        return lifecycle.expireDue(now);
    }

    /**
     * Pending approvals whose approvers are to be reminded now. Each is given out once, also across restarts: it is
     * recorded before it is returned, so one whose message then cannot be sent is not given out again.
     */
    public List<Approval> remindersDue(Instant now) throws IOException {
        return lifecycle.remindersDue(now);
    }

    /**
     * Ends every pending approval whose environment runs another release by now. Nothing depends on this being called
     * in time, since {@link #approve} looks for itself; it keeps the list of what waits true.
     */
    public List<Approval> supersedeOutdated() throws IOException {
        return lifecycle.supersedeOutdated();
    }

    /** Calls {@link #supersedeOutdated} now, and whenever a deployment switched, until the result is closed. */
    public AutoCloseable followDeployments() throws IOException {
        var following = ledger.listen(this::follow);
        supersedeOutdated();
        return following;
    }

    private void follow(LedgerEntry entry) {
        if (entry.event() instanceof PhaseEntered entered && entered.phase() == Phase.DRAIN) {
            try {
                supersedeOutdated();
            } catch (IOException e) {
                LOG.warn("Outdated approvals could not be ended; none of them can be approved all the same", e);
            }
        }
    }

    /**
     * Lets a commit into an environment: any where the gate is open; else the outcome of an approved merge into the
     * environment's branch since its gate stands there, what the environment runs, or ran behind a closed gate, and, while
     * it never ran anything, its branch's head.
     *
     * @throws NotAdmittedException otherwise; the refusal is recorded, unless it is that the ledger closes the gates
     */
    public Admission admit(AdmissionRequest entry) throws NotAdmittedException, IOException {
        return entrance.admit(entry);
    }

    /**
     * Lets a commit in without approval. The deployment that follows carries the reason, and so records it.
     *
     * @param mayOverride true if the person has the permission to
     * @param reason required, at most 4000 characters
     * @return always {@link Admission#OVERRIDE}
     * @throws NotAdmittedException if the person may not; the refusal is recorded
     * @throws InvalidValueException if the reason is missing or too long
     */
    public Admission override(AdmissionRequest entry, Person person, boolean mayOverride, String reason)
            throws NotAdmittedException, IOException {
        return entrance.override(entry, person, mayOverride, reason);
    }

    /**
     * Lets a commit of an approval's target branch, and all it builds on, count as admitted although nobody tested it.
     *
     * @param commit one of those that {@link Pins#untested} lists
     * @param mayOverride true if the person has the permission to override wherever the branch leads
     * @param reason required, at most 4000 characters
     * @param now how the branches stand
     * @throws DeniedException if this person may not; recorded
     * @throws NotApprovableException if the commit is not an obstacle
     * @throws InvalidValueException if the reason is missing or too long
     */
    public void accept(
            ApprovalId id,
            CommitId commit,
            Person person,
            boolean mayOverride,
            String reason,
            Channel channel,
            Pins now)
            throws GateException, IOException {
        checkLedger();
        decisions.accept(id, commit, person, mayOverride, reason, channel, now);
    }

    /**
     * The very release QA approved, if the merge has the same content: production then runs the tested image, by
     * digest.
     *
     * @param environment where to; an approval into another branch says nothing about its image
     * @param mergeCommit the commit to deploy
     * @param siteTree the tree of the site's folder in it
     */
    public Optional<Release> approvedRelease(Environment environment, CommitId mergeCommit, TreeId siteTree) {
        return entrance.approvedRelease(environment, mergeCommit, siteTree);
    }
}
