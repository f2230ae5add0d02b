package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.BranchName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("peers, approval, point 7, and: superseded by a newer release; a list of all that wait")
class SupersedeTest extends GateFixture {

    @Test
    @DisplayName("superseded: a newer approval for the same environment and target ends the older pending one")
    void newerApproval() throws Exception {
        var older = open();
        var newer = open();
        assertEquals(ApprovalState.SUPERSEDED, state(older));
        assertTrue(
                now(older.id()).ended().contains(newer.id().value()),
                now(older.id()).ended());
        assertEquals(
                List.of(newer.id()),
                ledger.view().open().stream().map(Approval::id).toList(),
                "the list of all that wait");
        assertEquals(ApprovalState.APPROVED, approve(newer, QUINN).state());
    }

    @Test
    @DisplayName("superseded: one for another target is left alone, and so is one that was approved already")
    void others() throws Exception {
        var approved = approve(open(), QUINN);
        var elsewhere = gate.open(new OpenRequest(
                Samples.QA,
                Samples.DEVELOPER,
                new BranchName("staging"),
                Samples.release(1),
                unmoved(),
                ApprovalTerms.defaults(),
                Set.of(),
                null,
                null));
        open();
        assertEquals(ApprovalState.APPROVED, state(approved));
        assertEquals(ApprovalState.PENDING, state(elsewhere));
    }

    @Test
    @DisplayName("superseded: when the environment gets another release, pending approvals end by themselves")
    void newerRelease() throws Exception {
        var approval = open();
        try (var following = gate.followDeployments()) {
            assertEquals(ApprovalState.PENDING, state(approval));
            Samples.deploy(ledger, 2, Samples.QA);
        }
        assertEquals(ApprovalState.SUPERSEDED, state(approval));
        assertTrue(now(approval.id()).ended().contains("qa no longer runs release 000000000001"));
    }

    @Test
    @DisplayName("superseded: also one whose environment changed while nobody followed")
    void whileDown() throws Exception {
        var approval = open();
        Samples.deploy(ledger, 2, Samples.QA);
        assertEquals(ApprovalState.PENDING, state(approval));
        restart();
        gate.followDeployments().close();
        assertEquals(ApprovalState.SUPERSEDED, state(approval));
    }

    @Test
    @DisplayName("superseded: and nobody can approve it even before that")
    void decidedFirst() throws Exception {
        var approval = open();
        Samples.deploy(ledger, 2, Samples.QA);
        var late = assertThrows(AlreadyDecidedException.class, () -> approve(approval, QUINN));
        assertEquals(ApprovalState.SUPERSEDED, late.state());
        assertEquals("Branch Gate", late.by());
        assertEquals(ApprovalState.SUPERSEDED, state(approval));
    }

    @Test
    @DisplayName("superseded: another environment's deployment changes nothing")
    void otherEnvironment() throws Exception {
        var approval = open();
        try (var following = gate.followDeployments()) {
            Samples.deploy(ledger, 2, Samples.PRODUCTION);
        }
        assertEquals(ApprovalState.PENDING, state(approval));
    }
}
