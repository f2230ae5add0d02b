package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("peers, approval, point 2, and: withdraw before merge")
class WithdrawTest extends GateFixture {

    private static final Approvers ONLY_QUINN = new Approvers(Set.of("quinn"), Set.of(), 1, false);

    @Test
    @DisplayName("point 2: aborting the build is no way around the approvers: it withdraws, and says who did it")
    void abort() throws Exception {
        var approval = open(terms(ONLY_QUINN));
        var someone = new Person("canceller", "Can Celler", null, null, false);
        var withdrawn = gate.withdraw(approval.id(), someone, "Build aborted", Channel.BUILD);
        assertEquals(ApprovalState.WITHDRAWN, withdrawn.state());
        var vote = withdrawn.votes().get(0);
        assertEquals(Verdict.WITHDRAW, vote.verdict());
        assertEquals(Channel.BUILD, vote.channel());
        assertEquals("canceller", vote.by());
        assertEquals("Withdrawn by Can Celler <canceller>: Build aborted", withdrawn.ended());
        var late = assertThrows(AlreadyDecidedException.class, () -> approve(approval, QUINN));
        assertEquals(ApprovalState.WITHDRAWN, late.state());
    }

    @Test
    @DisplayName("point 2: on the page only approvers and those whose change it is may withdraw")
    void whoMay() throws Exception {
        var approval = open(terms(ONLY_QUINN));
        assertThrows(DeniedException.class, () -> gate.withdraw(approval.id(), RAE, null, Channel.PAGE));
        assertEquals(ApprovalState.PENDING, state(approval));
        assertEquals(
                ApprovalState.WITHDRAWN,
                gate.withdraw(approval.id(), DEV, null, Channel.REST).state());
        var second = open(terms(ONLY_QUINN));
        assertEquals(
                ApprovalState.WITHDRAWN,
                gate.withdraw(second.id(), QUINN, null, Channel.CLI).state());
    }

    @Test
    @DisplayName("withdraw before merge: also after the approval, but not once the merge has begun")
    void beforeMerge() throws Exception {
        var approved = approve(open(), QUINN);
        assertEquals(
                ApprovalState.WITHDRAWN,
                gate.withdraw(approved.id(), QUINN, "Found a typo", Channel.PAGE)
                        .state());
        var merging = approve(open(), QUINN);
        ledger.transact((view, append) -> {
            append.accept(new ApprovalMoved(
                    merging.id(), ApprovalState.APPROVED, ApprovalState.MERGING, "The merge began.", null));
            return null;
        });
        var late = assertThrows(
                AlreadyDecidedException.class, () -> gate.withdraw(merging.id(), QUINN, null, Channel.PAGE));
        assertEquals(ApprovalState.MERGING, late.state());
        assertTrue(late.getMessage().contains("is being merged, by Quinn <quinn>"), late.getMessage());
    }

    @Test
    @DisplayName("withdraw before merge: what is withdrawn is not merged")
    void notMerged() throws Exception {
        var approval = approve(open(), QUINN);
        gate.withdraw(approval.id(), QUINN, null, Channel.PAGE);
        assertThrows(AlreadyDecidedException.class, () -> gate.merge(approval.id(), NoMerger.INSTANCE, BRANCH_GATE));
        assertEquals(List.of(), gate.unsettled());
        assertTrue(ledger.view().mergedAs(Samples.commit(1)).isEmpty());
    }

    @Test
    @DisplayName("point 2: who takes an author's name or address for their own may not withdraw for that")
    void fullNameOfAnAuthor() throws Exception {
        var approval = open(terms(ONLY_QUINN));
        var mallory = new Person("mallory", "Dev Eloper", Set.of("dev@example.org", "dev"), Set.of(), false);
        assertThrows(DeniedException.class, () -> gate.withdraw(approval.id(), mallory, null, Channel.PAGE));
        assertTrue(gate.whyNotWithdraw(approval, mallory).isPresent());
        assertEquals(ApprovalState.PENDING, state(approval));
    }
}
