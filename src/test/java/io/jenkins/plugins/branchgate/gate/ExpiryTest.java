package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("peers, approval, point 7, and: persisted expiry, reminders")
class ExpiryTest extends GateFixture {

    private Approval expiringInAnHour() throws Exception {
        return open(terms(Samples.NOW.plusSeconds(3600), Samples.NOW.plusSeconds(1800)));
    }

    @Test
    @DisplayName("point 7: expiry is an instant in the ledger and holds across a restart")
    void acrossRestart() throws Exception {
        var approval = expiringInAnHour();
        assertEquals(List.of(), gate.expireDue(now));
        pass(Duration.ofMinutes(59));
        restart();
        assertEquals(List.of(), gate.expireDue(now));
        pass(Duration.ofMinutes(1));
        assertEquals(ApprovalState.EXPIRED, gate.expireDue(now).get(0).state());
        assertEquals(List.of(), gate.expireDue(now));
        assertTrue(now(approval.id()).ended().contains("nobody decided by " + Samples.NOW.plusSeconds(3600)));
    }

    @Test
    @DisplayName("point 7: a decision after the time is up comes too late even if nobody ended it yet")
    void tooLate() throws Exception {
        var approval = expiringInAnHour();
        pass(Duration.ofHours(2));
        var late = assertThrows(AlreadyDecidedException.class, () -> approve(approval, QUINN));
        assertEquals(ApprovalState.EXPIRED, late.state());
        assertEquals(ApprovalState.EXPIRED, state(approval));
        assertThrows(AlreadyDecidedException.class, () -> reject(approval, QUINN));
    }

    @Test
    @DisplayName("point 7: what was approved in time does not expire before its merge")
    void approvedInTime() throws Exception {
        var approval = expiringInAnHour();
        approve(approval, QUINN);
        pass(Duration.ofHours(2));
        assertEquals(List.of(), gate.expireDue(now));
        assertEquals(ApprovalState.APPROVED, state(approval));
    }

    @Test
    @DisplayName("point 7: without an expiry it waits for ever")
    void never() throws Exception {
        var approval = open();
        pass(Duration.ofDays(3650));
        assertEquals(List.of(), gate.expireDue(now));
        assertEquals(ApprovalState.APPROVED, approve(approval, QUINN).state());
    }

    @Test
    @DisplayName("notifications: a reminder is due once, also across a restart, and not after the end")
    void reminders() throws Exception {
        var approval = expiringInAnHour();
        assertEquals(List.of(), gate.remindersDue(now));
        pass(Duration.ofMinutes(30));
        assertEquals(approval.id(), gate.remindersDue(now).get(0).id());
        restart();
        assertEquals(List.of(), gate.remindersDue(now));
        pass(Duration.ofDays(1));
        assertEquals(List.of(), gate.remindersDue(now));
        var decided = open(terms(now.plusSeconds(3600), now.plusSeconds(1)));
        reject(decided, QUINN);
        pass(Duration.ofMinutes(30));
        assertEquals(List.of(), gate.remindersDue(now));
    }

    @Test
    @DisplayName("notifications: a reminder after the expiry is refused at once")
    void senseless() {
        assertThrows(InvalidValueException.class, () -> request(1, terms(Samples.NOW, Samples.NOW.plusSeconds(1))));
    }
}
