package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.gate.AdmissionRequest;
import io.jenkins.plugins.branchgate.gate.Gate;
import io.jenkins.plugins.branchgate.gate.NotAdmittedException;
import io.jenkins.plugins.branchgate.gate.Person;
import io.jenkins.plugins.branchgate.jenkins.board.OverrideGrant;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Asks the gate to let a commit into an environment. */
record GateCheck(BuildContext context, SiteId site, Gate gate, Ledger ledger) {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * @param admission why it was let in
     * @param reason what the person who overrode the gate wrote, or null
     */
    record Admitted(Admission admission, String reason) {}

    /**
     * A push may be heard of before its merge is recorded: a merge under way into the branch is waited for.
     *
     * @param branchHead the tip of the environment's branch
     * @param anew true if what ran there before counts for nothing, see {@link AdmissionRequest#anew}
     */
    Admitted enter(Environment environment, CommitId commit, CommitId branchHead, boolean anew)
            throws NotAdmittedException, IOException, InterruptedException {
        awaitMerges(environment);
        var entry = new AdmissionRequest(environment, commit, branchHead, context.startedBy(), anew);
        var leave = OverrideGrant.of(context.run(), site, environment.name(), commit);
        return leave.isPresent() ? override(entry, leave.get()) : new Admitted(gate.admit(entry), null);
    }

    /** The permission was checked when the leave was given. */
    private Admitted override(AdmissionRequest entry, OverrideGrant leave) throws NotAdmittedException, IOException {
        var person = new Person(leave.userId(), leave.userName(), Set.of(), Set.of(), false);
        context.log("Overriding the gate: " + person.name() + " let this commit in without an approval");
        return new Admitted(gate.override(entry, person, true, leave.reason()), leave.reason());
    }

    private void awaitMerges(Environment environment) throws InterruptedException {
        if (environment.gate() == GateRule.OPEN || !merging(environment)) {
            return;
        }
        context.log("Waiting for the merge into " + environment.branch() + " that is under way");
        var end = Instant.now().plus(LONGEST_WAIT);
        while (merging(environment) && Instant.now().isBefore(end)) {
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private boolean merging(Environment environment) {
        return ledger.view().open().stream()
                .anyMatch(approval -> approval.state() == ApprovalState.MERGING
                        && approval.into().equals(environment.branch()));
    }
}
