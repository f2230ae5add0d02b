package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Approvers;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("peers, approval, and: self-approval block")
class SelfApprovalTest extends GateFixture {

    private static void assertOwnChange(org.junit.jupiter.api.function.Executable attempt, String how) {
        var denied = assertThrows(DeniedException.class, attempt);
        assertEquals(DeniedException.Reason.OWN_CHANGE, denied.reason());
        assertTrue(denied.getMessage().contains(how), denied.getMessage());
        assertTrue(denied.getMessage().contains("allow self-approval"), denied.getMessage());
    }

    @Test
    @DisplayName("self-approval: who started the build cannot approve it")
    void starter() throws Exception {
        var approval = open();
        assertOwnChange(() -> approve(approval, person("DEV")), "being the one who started its build");
        assertEquals(ApprovalState.PENDING, state(approval));
    }

    @Test
    @DisplayName(
            "self-approval: an author, known by e-mail address or name, cannot, also as an administrator who is named")
    void author() throws Exception {
        var approval = open(terms(new Approvers(Set.of("boss"), Set.of(), 1, false)));
        var byMail = new Person("boss", "Boss", Set.of("DEV@example.org"), Set.of("administrators"), true);
        assertOwnChange(() -> approve(approval, byMail), "being one of its authors (dev@example.org)");
        var byName = new Person("boss", "dev eloper", Set.of(), Set.of(), true);
        assertOwnChange(() -> approve(approval, byName), "being one of its authors (Dev Eloper)");
    }

    @Test
    @DisplayName("self-approval: it can be allowed")
    void allowed() throws Exception {
        var approval = open(terms(new Approvers(Set.of(), Set.of(), 1, true)));
        assertEquals(ApprovalState.APPROVED, approve(approval, DEV).state());
    }

    @Test
    @DisplayName("self-approval: rejecting one's own change is allowed")
    void rejecting() throws Exception {
        assertEquals(ApprovalState.REJECTED, reject(open(), DEV).state());
    }
}
