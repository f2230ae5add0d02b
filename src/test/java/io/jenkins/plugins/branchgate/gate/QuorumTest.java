package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Approvers;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("peers, approval, and: quorum")
class QuorumTest extends GateFixture {

    private static final Approvers TWO = new Approvers(Set.of(), Set.of(), 2, false);

    @Test
    @DisplayName("quorum: two distinct people are needed")
    void two() throws Exception {
        var approval = open(terms(TWO));
        assertEquals(ApprovalState.PENDING, approve(approval, QUINN).state());
        restart();
        var approved = approve(approval, RAE);
        assertEquals(ApprovalState.APPROVED, approved.state());
        var late = assertThrows(AlreadyDecidedException.class, () -> approve(approval, person("sam")));
        assertEquals("Quinn <quinn>, Rae <rae>", late.by());
    }

    @Test
    @DisplayName("quorum: one person, however the id is written or with whichever account, counts once")
    void samePerson() throws Exception {
        var approval = open(terms(TWO));
        approve(approval, QUINN);
        var again = assertThrows(DeniedException.class, () -> approve(approval, person("Quinn")));
        assertEquals(DeniedException.Reason.APPROVED_BEFORE, again.reason());
        assertTrue(again.getMessage().contains("2 different people have to, and 1 did"), again.getMessage());
        var secondAccount = new Person("quinn2", "Quinn Two", Set.of("quinn"), Set.of(), true);
        assertThrows(DeniedException.class, () -> approve(approval, secondAccount));
        assertEquals(ApprovalState.PENDING, state(approval));
    }

    @Test
    @DisplayName("quorum: one rejection suffices, also by someone who approved before")
    void rejection() throws Exception {
        var approval = open(terms(TWO));
        approve(approval, QUINN);
        assertEquals(ApprovalState.REJECTED, reject(approval, QUINN).state());
    }
}
