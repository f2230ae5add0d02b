package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.Verdict;
import java.util.Map;
import java.util.Optional;
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

    @Test
    @DisplayName("quorum: a vote whose person lost the permission since is missing when the next one comes, and named")
    void permissionLostBetweenTwoVotes() throws Exception {
        var approval = open(terms(TWO));
        approve(approval, QUINN);
        realm.put("quinn", Optional.of(new Person("quinn", "Quinn", Set.of(), Set.of(), false)));
        var after = approve(approval, RAE);
        assertEquals(ApprovalState.PENDING, after.state());
        var last = after.votes().get(after.votes().size() - 1);
        assertEquals(Verdict.DENIED, last.verdict());
        assertEquals("quinn", last.by());
        assertTrue(last.comment().contains("lost the permission"), last.comment());
        assertEquals(ApprovalState.APPROVED, approve(approval, person("sam")).state());
    }

    @Test
    @DisplayName("quorum: a vote counts again once its person may cast it again")
    void permissionGivenBack() throws Exception {
        var approval = open(terms(TWO));
        approve(approval, QUINN);
        realm.put("quinn", Optional.empty());
        assertEquals(ApprovalState.PENDING, approve(approval, RAE).state());
        realm.remove("quinn");
        assertEquals(ApprovalState.APPROVED, approve(approval, person("sam")).state());
    }

    @Test
    @DisplayName("quorum: votes that nobody could cast any more when the merge begins merge nothing")
    void permissionLostBeforeTheMerge() throws Exception {
        var lost = Map.of(
                "lost the permission", Optional.of(new Person("quinn", null, null, null, false)),
                "does not know them now", Optional.<Person>empty(),
                "the change is their own", Optional.of(new Person("quinn", "Dev Eloper", null, null, true)));
        for (var each : lost.entrySet()) {
            var approved = approve(open(), QUINN);
            realm.put("quinn", each.getValue());
            var failed = gate.merge(approved.id(), NoMerger.INSTANCE, BRANCH_GATE);
            assertEquals(ApprovalState.FAILED, failed.state());
            assertTrue(failed.ended().contains("Quinn <quinn>"), failed.ended());
            assertTrue(failed.ended().contains(each.getKey()), failed.ended());
            assertTrue(failed.ended().contains("0 of 1 needed"), failed.ended());
            assertTrue(failed.ended().contains("Ask again"), failed.ended());
            realm.clear();
        }
    }

    @Test
    @DisplayName("quorum: a person who left the approvers' group merges nothing either")
    void groupLeftBeforeTheMerge() throws Exception {
        var testers = new Approvers(Set.of(), Set.of("testers"), 1, false);
        var quinn = new Person("quinn", "Quinn", Set.of(), Set.of("testers"), true);
        var approved = approve(open(terms(testers)), quinn);
        realm.put("quinn", Optional.of(QUINN));
        var failed = gate.merge(approved.id(), NoMerger.INSTANCE, BRANCH_GATE);
        assertEquals(ApprovalState.FAILED, failed.state());
        assertTrue(failed.ended().contains("not among the approvers any more"), failed.ended());
    }

    @Test
    @DisplayName("quorum: while the security realm cannot tell, nothing is merged and nothing is lost")
    void realmDown() throws Exception {
        var approved = approve(open(), QUINN);
        gate = new Gate(ledger, clock, IdComparison.IGNORING_CASE, (approval, id) -> {
            throw new IllegalStateException("LDAP does not answer");
        });
        var thrown = assertThrows(
                MergeUnsettledException.class, () -> gate.merge(approved.id(), NoMerger.INSTANCE, BRANCH_GATE));
        assertTrue(thrown.getMessage().contains("LDAP does not answer"), thrown.getMessage());
        assertEquals(ApprovalState.APPROVED, state(approved));
        var pending = open(terms(TWO));
        approve(pending, QUINN);
        assertEquals(ApprovalState.PENDING, approve(pending, RAE).state());
    }
}
