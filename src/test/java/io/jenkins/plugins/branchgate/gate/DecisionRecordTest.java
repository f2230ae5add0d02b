package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Verdict;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("peers, approval, points 3, 4 and 6, and: timestamped record, denials included")
class DecisionRecordTest extends GateFixture {

    @Test
    @DisplayName("point 3: the decision comes back with its approver, always in the same shape")
    void approverComesBack() throws Exception {
        var vote = approve(open(), QUINN).votes().get(0);
        assertEquals("quinn", vote.by());
        assertEquals("Quinn", vote.name());
    }

    @Test
    @DisplayName("point 4: identical questions of two jobs at the same instant have ids of their own")
    void idsDiffer() throws Exception {
        var first = open();
        var second = gate.open(request(1, ApprovalTerms.defaults()), older -> false, older -> false);
        assertNotEquals(first.id(), second.id());
        assertTrue(first.id().value().matches("[a-z0-9-]+"), first.id().value());
    }

    @Test
    @DisplayName("point 6: who, when, from where and with what words is recorded, and holds across a restart")
    void record() throws Exception {
        var approval = open();
        pass(Duration.ofMinutes(7));
        gate.approve(approval.id(), QUINN, "  Looks good \n", List.of(), Channel.CLI, unmoved());
        restart();
        var vote = now(approval.id()).votes().get(0);
        assertEquals(Verdict.APPROVE, vote.verdict());
        assertEquals(now, vote.at());
        assertEquals(Channel.CLI, vote.channel());
        assertEquals("Looks good", vote.comment());
        assertEquals(ApprovalState.APPROVED, now(approval.id()).state());
    }

    @Test
    @DisplayName("denials are recorded, with who, when, from where and why")
    void denials() throws Exception {
        var approval = open();
        var reader = new Person("rita", "Rita", null, null, false);
        assertThrows(DeniedException.class, () -> gate.reject(approval.id(), reader, "No!", Channel.REST));
        restart();
        var vote = now(approval.id()).votes().get(0);
        assertEquals(Verdict.DENIED, vote.verdict());
        assertEquals("rita", vote.by());
        assertEquals(Channel.REST, vote.channel());
        assertEquals(now, vote.at());
        assertTrue(vote.comment().startsWith("REJECT refused: Rita lacks the permission"), vote.comment());
        assertEquals(ApprovalState.PENDING, now(approval.id()).state());
    }

    @Test
    @DisplayName("a script that keeps being denied cannot fill the disk")
    void denialsAreBounded() throws Exception {
        var approval = open();
        for (int i = 0; i < 300; i++) {
            var someone = new Person("user" + i % 150, null, null, null, false);
            assertThrows(DeniedException.class, () -> approve(approval, someone));
        }
        long size = Files.size(folder.resolve("ledger.jsonl"));
        assertEquals(100, now(approval.id()).votes().size());
        assertThrows(DeniedException.class, () -> approve(approval, new Person("last", null, null, null, false)));
        assertEquals(size, Files.size(folder.resolve("ledger.jsonl")));
        assertEquals(ApprovalState.APPROVED, approve(approval, QUINN).state());
    }

    @Test
    @DisplayName("the same denial again within a minute is one record, later it is another")
    void sameDenial() throws Exception {
        var approval = open();
        assertThrows(DeniedException.class, () -> approve(approval, DEV));
        assertThrows(DeniedException.class, () -> approve(approval, DEV));
        assertEquals(1, now(approval.id()).votes().size());
        pass(Duration.ofMinutes(2));
        assertThrows(DeniedException.class, () -> approve(approval, DEV));
        assertEquals(2, now(approval.id()).votes().size());
    }

    @Test
    @DisplayName("what a person writes and is called is bounded")
    void bounded() throws Exception {
        var approval = open();
        var thrown = assertThrows(
                InvalidValueException.class,
                () -> gate.approve(approval.id(), QUINN, "x".repeat(4001), List.of(), Channel.PAGE, unmoved()));
        assertTrue(thrown.getMessage().contains("at most 4000"), thrown.getMessage());
        assertThrows(InvalidValueException.class, () -> new Person(" ", null, null, null, true));
        var longName = new Person("q", "n".repeat(10_000), Set.of(), Set.of(), true);
        assertEquals(200, approve(approval, longName).votes().get(0).name().length());
    }

    @Test
    @DisplayName("what never existed is said so")
    void unknown() {
        var id = io.jenkins.plugins.branchgate.ledger.Samples.approvalId(404);
        var thrown = assertThrows(NoSuchApprovalException.class, () -> gate.reject(id, QUINN, "no", Channel.CLI));
        assertTrue(thrown.getMessage().contains(id.value()), thrown.getMessage());
    }
}
