package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.DeploymentFailed;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.EntryRefused;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned.How;
import io.jenkins.plugins.branchgate.ledger.EnvironmentRemoved;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Which commits may enter an environment")
class AdmissionTest extends GateFixture {

    private static final Environment PRODUCTION = Samples.environment(Samples.PRODUCTION);
    private static final CommitId HEAD = Samples.commit(50);

    private static AdmissionRequest entry(CommitId commit) {
        return new AdmissionRequest(PRODUCTION, commit, HEAD, "ci");
    }

    private void mergedAs(CommitId commit) throws Exception {
        merged(approve(open(), QUINN), commit);
    }

    private void merged(Approval approval, CommitId commit) throws Exception {
        Samples.append(
                ledger,
                new ApprovalMoved(
                        approval.id(), ApprovalState.APPROVED, ApprovalState.MERGING, "The merge began.", null),
                new ApprovalMoved(approval.id(), ApprovalState.MERGING, ApprovalState.MERGED, "Merged.", commit));
    }

    @Test
    @DisplayName("An open gate lets any commit in")
    void openGate() throws Exception {
        var qa = Samples.environment(Samples.QA);
        assertEquals(Admission.OPEN, gate.admit(new AdmissionRequest(qa, Samples.commit(77), null, null)));
    }

    @Test
    @DisplayName("An environment that never ran anything takes its branch's head, until it runs something")
    void initial() throws Exception {
        assertEquals(Admission.INITIAL, gate.admit(entry(HEAD)));
        Samples.append(
                ledger, Samples.opened(50, Samples.PRODUCTION), new DeploymentFailed(Samples.deployment(50), "x"));
        assertEquals(Admission.INITIAL, gate.admit(entry(HEAD)), "it still never ran anything");
        Samples.deploy(ledger, 49, Samples.PRODUCTION);
        assertThrows(NotAdmittedException.class, () -> gate.admit(entry(HEAD)));
    }

    @Test
    @DisplayName("Another commit than the head is not taken, and neither is the head after the environment was removed")
    void notInitial() throws Exception {
        var thrown = assertThrows(NotAdmittedException.class, () -> gate.admit(entry(Samples.commit(51))));
        assertTrue(thrown.getMessage().contains("take that branch's head, " + HEAD.abbreviated()), thrown.getMessage());
        assertThrows(
                NotAdmittedException.class,
                () -> gate.admit(new AdmissionRequest(PRODUCTION, Samples.commit(51), null, null)));
        Samples.deploy(ledger, 49, Samples.PRODUCTION);
        Samples.append(ledger, new EnvironmentRemoved(Samples.PRODUCTION));
        assertThrows(NotAdmittedException.class, () -> gate.admit(entry(HEAD)));
    }

    @Test
    @DisplayName("Where a configuration takes it from whoever had claimed it, what ran there counts for nothing")
    void takenOver() throws Exception {
        Samples.deploy(ledger, 49, Samples.PRODUCTION);
        assertEquals(Admission.KNOWN, gate.admit(entry(Samples.commit(49))));
        assertThrows(
                NotAdmittedException.class,
                () -> gate.admit(new AdmissionRequest(PRODUCTION, Samples.commit(49), HEAD, "ci", true)));
        assertEquals(Admission.INITIAL, gate.admit(new AdmissionRequest(PRODUCTION, HEAD, HEAD, "ci", true)));
    }

    @Test
    @DisplayName("The outcome of an approved merge into its branch is let in, and only into that branch's environments")
    void approved() throws Exception {
        Samples.deploy(ledger, 49, Samples.PRODUCTION);
        mergedAs(Samples.commit(60));
        assertEquals(Admission.APPROVED, gate.admit(entry(Samples.commit(60))));
        var other = new Environment(
                PRODUCTION.name(),
                new BranchName("stable"),
                PRODUCTION.port(),
                1,
                null,
                PRODUCTION.health(),
                PRODUCTION.drain(),
                PRODUCTION.watch(),
                GateRule.APPROVED);
        assertThrows(
                NotAdmittedException.class,
                () -> gate.admit(new AdmissionRequest(other, Samples.commit(60), HEAD, "ci")));
    }

    @Test
    @DisplayName("What was approved but not merged is not let in")
    void approvedNotMerged() throws Exception {
        Samples.deploy(ledger, 49, Samples.PRODUCTION);
        var approval = approve(open(), QUINN);
        var thrown = assertThrows(NotAdmittedException.class, () -> gate.admit(entry(Samples.commit(1))));
        assertTrue(thrown.getMessage().contains(approval.id() + " is being merged"), thrown.getMessage());
    }

    @Test
    @DisplayName("What it runs or ran before is let in again; what only failed there is not")
    void known() throws Exception {
        deploy(48, Admission.INITIAL);
        deploy(49, Admission.APPROVED);
        assertEquals(Admission.KNOWN, gate.admit(entry(Samples.commit(48))));
        assertEquals(Admission.KNOWN, gate.admit(entry(Samples.commit(49))));
        Samples.append(
                ledger,
                Samples.opened(51, Samples.PRODUCTION),
                new PhaseEntered(Samples.deployment(51), Phase.SWITCH, Samples.release(51)),
                new DeploymentFailed(Samples.deployment(51), "no"));
        assertThrows(NotAdmittedException.class, () -> gate.admit(entry(Samples.commit(51))));
    }

    @Test
    @DisplayName("What somebody deployed while the gate was open does not come back once it is closed; what runs stays")
    void ranThroughAnOpenGate() throws Exception {
        deploy(48, Admission.OPEN);
        deploy(49, Admission.OPEN);
        assertThrows(NotAdmittedException.class, () -> gate.admit(entry(Samples.commit(48))));
        assertEquals(Admission.KNOWN, gate.admit(entry(Samples.commit(49))));
    }

    @Test
    @DisplayName("What somebody approved for himself before a gate stood behind the branch does not enter through it")
    void approvedBeforeThereWasAGate() throws Exception {
        mergedAs(Samples.commit(60));
        own("shop", How.CLAIMED);
        deploy(49, Admission.INITIAL);
        assertThrows(NotAdmittedException.class, () -> gate.admit(entry(Samples.commit(60))));
        assertEquals(
                List.of(Set.of(Samples.commit(49))),
                AdmittedCommits.into(Samples.MASTER, ledger.view()).each());

        Samples.deploy(ledger, 1, Samples.QA);
        mergedAs(Samples.commit(61));
        assertEquals(Admission.APPROVED, gate.admit(entry(Samples.commit(61))));
        restart();
        assertThrows(NotAdmittedException.class, () -> gate.admit(entry(Samples.commit(60))));
        assertEquals(Admission.APPROVED, gate.admit(entry(Samples.commit(61))), "the ledger is read the same way");
    }

    @Test
    @DisplayName("Who claimed an environment before a configuration took it away leaves nothing to let in")
    void handedOver() throws Exception {
        own("evil", How.CLAIMED);
        deploy(48, Admission.INITIAL);
        mergedAs(Samples.commit(60));
        for (var theirs : List.of(Samples.commit(48), Samples.commit(60))) {
            var taking = new AdmissionRequest(PRODUCTION, theirs, HEAD, "ci", true);
            assertThrows(NotAdmittedException.class, () -> gate.admit(taking));
        }
        assertEquals(Admission.INITIAL, gate.admit(new AdmissionRequest(PRODUCTION, HEAD, HEAD, "ci", true)));

        own("shop", How.TAKEN_OVER);
        deploy(50, Admission.INITIAL);
        for (var theirs : List.of(Samples.commit(48), Samples.commit(60))) {
            assertThrows(NotAdmittedException.class, () -> gate.admit(entry(theirs)));
        }
    }

    @Test
    @DisplayName("An approval into a branch without a gate does not say which image runs behind the gate of another")
    void approvedElsewhere() throws Exception {
        mergedAs(Samples.commit(60));
        var request = new OpenRequest(
                Samples.QA,
                Samples.MASTER,
                Samples.DEVELOPER,
                Samples.release(1),
                unmoved(),
                ApprovalTerms.defaults(),
                Set.of("dev@example.org"),
                "dev",
                "https://ci.example.org/job/site/1/");
        var elsewhere = approve(gate.open(request), QUINN);
        merged(elsewhere, Samples.commit(70));
        var content = Samples.release(1).tree();
        assertTrue(gate.approvedRelease(PRODUCTION, Samples.commit(60), content).isPresent());
        assertTrue(gate.approvedRelease(PRODUCTION, Samples.commit(70), content).isEmpty());
    }

    private void own(String owner, How how) throws Exception {
        var ownership = new Ownership(
                PRODUCTION,
                owner,
                how == How.TAKEN_OVER ? "" : null,
                Samples.TARGET,
                TargetConnection.configured("production"),
                null,
                List.of(),
                null,
                null,
                true,
                false);
        Samples.append(ledger, new EnvironmentOwned(ownership, how, "Because.", "dev"));
    }

    /** Brings a deployment to production that the gate let in. */
    private void deploy(int n, Admission admission) throws Exception {
        var opened = Samples.opened(n, Samples.PRODUCTION);
        Samples.append(
                ledger,
                new DeploymentOpened(
                        opened.deployment(),
                        opened.environment(),
                        opened.kind(),
                        opened.commit(),
                        admission,
                        null,
                        "dev",
                        opened.buildUrl(),
                        Samples.TARGET),
                new PhaseEntered(Samples.deployment(n), Phase.SWITCH, Samples.release(n)),
                new PhaseEntered(Samples.deployment(n), Phase.DRAIN, Samples.release(n)),
                new PhaseEntered(Samples.deployment(n), Phase.DONE, Samples.release(n)));
    }

    @Test
    @DisplayName("A refusal says which commit, why, what goes on running and what to do, and is recorded")
    void refusal() throws Exception {
        Samples.deploy(ledger, 49, Samples.PRODUCTION);
        var waiting = open();
        var thrown = assertThrows(NotAdmittedException.class, () -> gate.admit(entry(Samples.commit(51))));
        for (var part : new String[] {
            Samples.commit(51).abbreviated(),
            "branch master",
            "production",
            "keeps running release " + Samples.release(49).id(),
            "Approval " + waiting.id() + " from developer is waiting",
            "qaApproval",
            "Override"
        }) {
            assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
        }
        var last = ledger.view().entries(ledger.view().sequence(), 1).get(0).event();
        assertEquals(new EntryRefused(Samples.PRODUCTION, Samples.commit(51), thrown.getMessage(), "ci"), last);
    }

    @Test
    @DisplayName("An override needs its permission and a reason; without the permission it is recorded as refused")
    void override() throws Exception {
        var wanted = entry(Samples.commit(51));
        var denied =
                assertThrows(NotAdmittedException.class, () -> gate.override(wanted, QUINN, false, "Fire on the roof"));
        assertTrue(
                denied.getMessage().contains("Quinn lacks the permission Branch Gate/Override"), denied.getMessage());
        assertTrue(ledger.view().entries(ledger.view().sequence(), 1).get(0).event() instanceof EntryRefused);
        assertThrows(InvalidValueException.class, () -> gate.override(wanted, QUINN, true, "  "));
        assertEquals(Admission.OVERRIDE, gate.override(wanted, QUINN, true, "Fire on the roof"));
    }
}
