package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import java.time.Duration;
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
        var newer = open(asking("Is the logo right?"));
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
        open(asking("Is the logo right?"));
        assertEquals(ApprovalState.APPROVED, state(approved));
        assertEquals(ApprovalState.PENDING, state(elsewhere));
    }

    @Test
    @DisplayName("the same question, asked again by a rebuild, is one question, and keeps its votes")
    void sameQuestion() throws Exception {
        var two = terms(new Approvers(List.of(), 2, false));
        var first = open(two);
        approve(first, QUINN);
        pass(Duration.ofHours(1));
        assertEquals(first.id(), open(two).id());
        assertEquals(
                List.of(first.id()),
                ledger.view().open().stream().map(Approval::id).toList());
        assertEquals(ApprovalState.APPROVED, approve(first, RAE).state(), "the vote from before counts");
    }

    @Test
    @DisplayName(
            "superseded: what asks of others, for longer, by another's change or of a moved target is another question")
    void anotherQuestion() throws Exception {
        var requests = List.of(
                request(1, terms(new Approvers(List.of(), 2, false))),
                request(1, terms(RetestPolicy.ALWAYS)),
                request(1, terms(now.plus(Duration.ofHours(5)), null)),
                request(1, terms(now.plus(Duration.ofHours(4)), null)),
                like(request(1, ApprovalTerms.defaults()), Set.of("dev@example.org", "kim@example.org"), unmoved()),
                like(
                        request(1, ApprovalTerms.defaults()),
                        Set.of("dev@example.org"),
                        pins(MOVED, new MergePreview.Clean(Samples.tree(501)))));
        for (var request : requests) {
            var older = ledger.view().open();
            var newer = gate.open(request);
            older.forEach(each -> assertEquals(ApprovalState.SUPERSEDED, state(each), request::toString));
            assertEquals(ApprovalState.PENDING, state(newer));
        }
    }

    @Test
    @DisplayName("the same question of a job that may not have the answer, or one that is overdue, is asked anew")
    void notJoined() throws Exception {
        var expiring = terms(now.plus(Duration.ofHours(1)), null);
        var first = open(expiring);
        var other = gate.open(request(1, expiring), older -> true, older -> false);
        assertEquals(ApprovalState.SUPERSEDED, state(first));
        pass(Duration.ofHours(2));
        var later = open(terms(now.plus(Duration.ofHours(1)), null));
        assertEquals(ApprovalState.SUPERSEDED, state(other));
        assertEquals(ApprovalState.PENDING, state(later));
    }

    @Test
    @DisplayName("what was approved and merged is not asked again while the target has it, but is when it has not")
    void mergedAlready() throws Exception {
        var merged = approve(open(), QUINN);
        var commit = Samples.commit(77);
        ledger.append(
                new ApprovalMoved(merged.id(), ApprovalState.APPROVED, ApprovalState.MERGING, null, null),
                new ApprovalMoved(merged.id(), ApprovalState.MERGING, ApprovalState.MERGED, null, commit));
        var replayed = like(
                request(1, terms(RetestPolicy.NEVER)),
                Set.of("dev@example.org"),
                pins(commit, new MergePreview.NothingToMerge(Samples.tree(500))));
        var answer = gate.open(replayed);
        assertEquals(merged.id(), answer.id());
        assertEquals(commit, answer.mergeCommit());
        assertEquals(List.of(), ledger.view().open());
        assertNotEquals(
                merged.id(), gate.open(replayed, older -> true, older -> false).id());
        assertNotEquals(merged.id(), open().id(), "the target was set back: there is something to merge again");
    }

    private static ApprovalTerms asking(String message) {
        return new ApprovalTerms(
                Approvers.ANYONE, List.of(), MergeStrategy.MERGE, RetestPolicy.IF_TREE_DIFFERS, null, null, message);
    }

    private static OpenRequest like(OpenRequest request, Set<String> authors, Pins pins) {
        return new OpenRequest(
                request.environment(),
                request.from(),
                request.into(),
                request.release(),
                pins,
                request.terms(),
                authors,
                request.startedBy(),
                request.buildUrl());
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
