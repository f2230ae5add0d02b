package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("peers, approval, and: required reason on rejection")
class RejectionTest extends GateFixture {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  \n\t "})
    @DisplayName("required reason: without one nothing is decided")
    void missing(String reason) throws Exception {
        var approval = open();
        var thrown = assertThrows(
                InvalidValueException.class, () -> gate.reject(approval.id(), QUINN, reason, Channel.PAGE));
        assertTrue(thrown.getMessage().contains("it is required"), thrown.getMessage());
        assertEquals(ApprovalState.PENDING, state(approval));
    }

    @org.junit.jupiter.api.Test
    @DisplayName("required reason: whoever may not reject is told that first, and it is recorded")
    void missingFromSomeoneWhoMayNot() throws Exception {
        var approval = open();
        var reader = new Person("rita", null, null, null, false);
        assertThrows(DeniedException.class, () -> gate.reject(approval.id(), reader, null, Channel.PAGE));
        assertEquals(
                Verdict.DENIED,
                ledger.view()
                        .approval(approval.id())
                        .orElseThrow()
                        .votes()
                        .get(0)
                        .verdict());
    }

    @org.junit.jupiter.api.Test
    @DisplayName("required reason: it ends the approval and is kept with it")
    void kept() throws Exception {
        var rejected = reject(open(), QUINN);
        assertEquals(ApprovalState.REJECTED, rejected.state());
        assertEquals("The logo is gone", rejected.votes().get(0).comment());
        assertEquals("Rejected by Quinn <quinn>: The logo is gone", rejected.ended());
        assertEquals(now, rejected.endedAt());
        assertThrows(AlreadyDecidedException.class, () -> gate.merge(rejected.id(), NoMerger.INSTANCE, BRANCH_GATE));
    }
}
