package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("peers, approval, point 1: who may decide")
class ApproversTest extends GateFixture {

    private static final Approvers NAMED = new Approvers(Set.of("quinn"), Set.of("testers"), 1, false);

    private static Person in(String id, String group) {
        return new Person(id, id, Set.of(), Set.of(group), true);
    }

    @Test
    @DisplayName("point 1: a user who is named may")
    void namedUser() throws Exception {
        assertEquals(ApprovalState.APPROVED, approve(open(terms(NAMED)), QUINN).state());
    }

    @Test
    @DisplayName("point 1: a member of a group that is named may")
    void namedGroup() throws Exception {
        assertEquals(
                ApprovalState.APPROVED,
                approve(open(terms(NAMED)), in("rae", "testers")).state());
    }

    @Test
    @DisplayName(
            "point 1: anyone else may neither approve nor reject, administrators and the permission notwithstanding")
    void notNamed() throws Exception {
        var approval = open(terms(NAMED));
        var admin = in("admin", "administrators");
        var denied = assertThrows(DeniedException.class, () -> approve(approval, admin));
        assertEquals(DeniedException.Reason.NOT_AN_APPROVER, denied.reason());
        assertTrue(denied.getMessage().contains("quinn, group testers"), denied.getMessage());
        assertThrows(DeniedException.class, () -> reject(approval, admin));
        assertEquals(ApprovalState.PENDING, state(approval));
    }

    @Test
    @DisplayName("point 1: where nobody is named the permission is needed, and suffices")
    void permission() throws Exception {
        var approval = open();
        var reader = new Person("rita", null, null, null, false);
        var denied = assertThrows(DeniedException.class, () -> approve(approval, reader));
        assertEquals(DeniedException.Reason.NO_PERMISSION, denied.reason());
        assertThrows(DeniedException.class, () -> reject(approval, reader));
        assertEquals(ApprovalState.APPROVED, approve(approval, RAE).state());
    }

    @Test
    @DisplayName("point 1: being named does not make up for the permission")
    void namedWithoutPermission() throws Exception {
        var approval = open(terms(NAMED));
        var quinn = new Person("quinn", null, null, Set.of("testers"), false);
        var denied = assertThrows(DeniedException.class, () -> approve(approval, quinn));
        assertEquals(DeniedException.Reason.NO_PERMISSION, denied.reason());
    }

    @Test
    @DisplayName("point 1: ids and groups are compared as the security realm does")
    void comparison() throws Exception {
        assertEquals(
                ApprovalState.APPROVED,
                approve(open(terms(NAMED)), person("QUINN")).state());
        gate = new Gate(ledger, clock, IdComparison.EXACT, this::lookUp);
        var approval = open(terms(NAMED));
        assertThrows(DeniedException.class, () -> approve(approval, person("QUINN")));
        assertThrows(DeniedException.class, () -> approve(approval, in("rae", "Testers")));
        assertEquals(ApprovalState.APPROVED, approve(approval, QUINN).state());
    }

    @Test
    @DisplayName("point 1: terms that nobody could ever meet are refused at once")
    void impossible() {
        var two = new Approvers(Set.of("quinn"), Set.of(), 2, false);
        var thrown = assertThrows(InvalidValueException.class, () -> request(1, terms(two)));
        assertTrue(thrown.getMessage().contains("quorum \"2\""), thrown.getMessage());
    }

    @Test
    @DisplayName("point 1: a page can tell beforehand who may not, and why, without a record of it")
    void beforehand() throws Exception {
        var approval = open(terms(NAMED));
        assertTrue(gate.whyNotApprove(approval, QUINN).isEmpty());
        assertTrue(gate.whyNotReject(approval, QUINN).isEmpty());
        assertTrue(gate.whyNotWithdraw(approval, DEV).isEmpty());
        assertEquals(
                DeniedException.Reason.NOT_AN_APPROVER,
                gate.whyNotApprove(approval, RAE).orElseThrow().reason());
        assertTrue(gate.whyNotReject(approval, RAE).isPresent());
        assertTrue(gate.whyNotWithdraw(approval, RAE).isPresent());
        assertEquals(approval, now(approval.id()));
    }

    @Test
    @DisplayName("point 1: whoever decides has to be in the policy's list and in the step's")
    void bothLists() throws Exception {
        var both = new Approvers(
                List.of(
                        new Approvers.Named(Set.of(), Set.of("testers")),
                        new Approvers.Named(Set.of("quinn", "mallory"), Set.of())),
                1,
                false);
        var approval = open(terms(both));
        for (var one : new Person[] {in("rae", "testers"), in("mallory", "developers")}) {
            var denied = assertThrows(DeniedException.class, () -> approve(approval, one));
            assertEquals(DeniedException.Reason.NOT_AN_APPROVER, denied.reason());
        }
        restart();
        assertEquals(
                ApprovalState.APPROVED,
                approve(approval, in("quinn", "testers")).state());
    }

    @Test
    @DisplayName("point 1: who is not logged in decides nothing, whatever anonymous people may do")
    void anonymous() throws Exception {
        var anonymous = new Person("anonymous", "anonymous", Set.of(), Set.of("testers"), true);
        var approval = open(terms(NAMED));
        assertThrows(DeniedException.class, () -> approve(approval, anonymous));
        assertThrows(DeniedException.class, () -> reject(approval, anonymous));
        var started = gate.open(new OpenRequest(
                Samples.QA,
                Samples.DEVELOPER,
                Samples.MASTER,
                Samples.release(1),
                unmoved(),
                terms(NAMED),
                Set.of("anonymous"),
                "anonymous",
                null));
        assertThrows(DeniedException.class, () -> gate.withdraw(started.id(), anonymous, null, Channel.PAGE));
    }
}
