package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Required checks")
class ChecksTest extends GateFixture {

    private static ApprovalTerms checking(List<String> checks) {
        return new ApprovalTerms(
                Approvers.ANYONE, checks, MergeStrategy.MERGE, RetestPolicy.IF_TREE_DIFFERS, null, null, null);
    }

    private Approval approve(Approval approval, List<String> ticked) throws Exception {
        return gate.approve(approval.id(), QUINN, null, ticked, Channel.PAGE, unmoved());
    }

    @Test
    @DisplayName("Approval is possible only with every check confirmed, and they are recorded")
    void all() throws Exception {
        var approval = open(checking(List.of("Looked at it on a phone", "Prices are right")));
        for (var ticked : List.of(List.<String>of(), List.of("Prices are right"), List.of("prices are right"))) {
            var refused = assertThrows(NotApprovableException.class, () -> approve(approval, ticked));
            assertEquals(NotApprovableException.Reason.CHECKS_OPEN, refused.reason());
            assertTrue(refused.getMessage().contains("Looked at it on a phone"), refused.getMessage());
        }
        assertThrows(NotApprovableException.class, () -> approve(approval, (List<String>) null));
        var approved =
                approve(approval, List.of("Prices are right", "Looked at it on a phone", "something nobody asked for"));
        assertEquals(ApprovalState.APPROVED, approved.state());
        assertEquals(
                List.of("Looked at it on a phone", "Prices are right"),
                approved.votes().get(approved.votes().size() - 1).ticked());
    }

    @Test
    @DisplayName("Rejecting needs no check")
    void rejecting() throws Exception {
        assertEquals(
                ApprovalState.REJECTED,
                reject(open(checking(List.of("Prices are right"))), QUINN).state());
    }

    @Test
    @DisplayName("Checks are texts, and not too many")
    void sane() {
        assertThrows(InvalidValueException.class, () -> request(1, checking(List.of(" "))));
        assertThrows(InvalidValueException.class, () -> request(1, checking(List.of("x".repeat(501)))));
        assertThrows(InvalidValueException.class, () -> request(1, checking(Collections.nCopies(31, "x"))));
    }
}
