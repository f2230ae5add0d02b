package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.gate.NotApprovableException.Reason;
import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("peers, approval, and: pinned to commit and image digest")
class PinsTest extends GateFixture {

    private static final MergePreview SAME = new MergePreview.Clean(Samples.tree(500));
    private static final MergePreview OTHER = new MergePreview.Clean(Samples.tree(501));

    private Approval approve(Approval approval, Pins pins) throws Exception {
        return gate.approve(approval.id(), QUINN, null, List.of(), Channel.PAGE, pins);
    }

    private void assertRefused(Reason reason, Approval approval, Pins pins, String says) {
        var refused = assertThrows(NotApprovableException.class, () -> approve(approval, pins));
        assertEquals(reason, refused.reason());
        assertTrue(refused.getMessage().contains(says), refused.getMessage());
        assertEquals(ApprovalState.PENDING, state(approval));
    }

    @Test
    @DisplayName("pinned: only what the environment runs can be asked about")
    void opening() {
        var notDeployed =
                assertThrows(NotApprovableException.class, () -> gate.open(request(2, ApprovalTerms.defaults())));
        assertEquals(Reason.NOT_WHAT_RUNS, notDeployed.reason());
        assertTrue(notDeployed.getMessage().contains("qa runs release 000000000001"), notDeployed.getMessage());
        assertEquals(List.of(), ledger.view().open());
    }

    @Test
    @DisplayName("pinned: the same commit in another image is not what was tested")
    void otherImage() throws Exception {
        var approval = open();
        var rebuilt = new Release(
                Samples.release(1).id(),
                Samples.commit(1),
                Samples.tree(1),
                Samples.release(1).image(),
                Samples.digest(99),
                Samples.NOW);
        Samples.append(
                ledger, Samples.opened(2, Samples.QA), new PhaseEntered(Samples.deployment(2), Phase.DRAIN, rebuilt));
        var late = assertThrows(AlreadyDecidedException.class, () -> approve(approval, unmoved()));
        assertEquals(ApprovalState.SUPERSEDED, late.state());
        assertEquals(ApprovalState.SUPERSEDED, state(approval));
    }

    @Test
    @DisplayName("pinned: the same release deployed again is still what was tested")
    void redeployed() throws Exception {
        var approval = open();
        Samples.append(
                ledger,
                Samples.opened(2, Samples.QA),
                new PhaseEntered(Samples.deployment(2), Phase.DRAIN, Samples.release(1)));
        assertEquals(ApprovalState.APPROVED, approve(approval, unmoved()).state());
    }

    @Test
    @DisplayName("pinned: an environment that is not healthy shows nothing to approve")
    void unhealthy() throws Exception {
        var approval = open();
        var pins = new Pins(false, "HTTP 503", Samples.commit(1), true, 0, TARGET, SAME, Commits.NONE, null);
        assertRefused(Reason.UNHEALTHY, approval, pins, "qa is not healthy (HTTP 503)");
        assertEquals(ApprovalState.REJECTED, reject(approval, QUINN).state(), "rejecting is always possible");
    }

    @Test
    @DisplayName("pinned: newer commits of the source branch are told, not merged, and no obstacle")
    void newerCommits() throws Exception {
        var approval = open();
        var pins = new Pins(true, null, Samples.commit(7), true, 6, TARGET, SAME, Commits.NONE, null);
        var approved = approve(approval, pins);
        assertEquals(ApprovalState.APPROVED, approved.state());
        var moved = ledger.view().entries(1, 1000);
        var last = (io.jenkins.plugins.branchgate.ledger.ApprovalMoved)
                moved.get(moved.size() - 1).event();
        assertTrue(last.why().contains("developer has 6 newer commits"), last.why());
    }

    @Test
    @DisplayName("pinned: a target that moved goes on if the merge is the same, and else asks for a new QA round")
    void targetMovedIfTreeDiffers() throws Exception {
        assertEquals(ApprovalState.APPROVED, approve(open(), pins(MOVED, SAME)).state());
        assertRefused(Reason.RETEST, open(), pins(MOVED, OTHER), "no longer be what was shown");
        assertEquals(
                ApprovalState.APPROVED,
                approve(open(), pins(MOVED, new MergePreview.NothingToMerge(Samples.tree(500))))
                        .state());
    }

    @Test
    @DisplayName("pinned: with retest always any move asks for a new QA round, with never none does")
    void policies() throws Exception {
        assertRefused(Reason.RETEST, open(terms(RetestPolicy.ALWAYS)), pins(MOVED, SAME), "whenever it does");
        assertEquals(
                ApprovalState.APPROVED,
                approve(open(terms(RetestPolicy.ALWAYS)), unmoved()).state());
        assertEquals(
                ApprovalState.APPROVED,
                approve(open(terms(RetestPolicy.NEVER)), pins(MOVED, OTHER)).state());
    }

    @Test
    @DisplayName("pinned: conflicts are shown from the start, with their files, and stop any approval")
    void conflicts() throws Exception {
        var conflicting = new MergePreview.Conflicting(List.of("index.html", "a\u202eb\n.css"));
        var request = new OpenRequest(
                Samples.QA,
                Samples.DEVELOPER,
                Samples.MASTER,
                Samples.release(1),
                pins(TARGET, conflicting),
                terms(RetestPolicy.NEVER),
                Set.of(),
                null,
                null);
        var approval = gate.open(request);
        assertEquals(conflicting.files(), approval.conflicts());
        assertRefused(Reason.CONFLICTS, approval, pins(TARGET, conflicting), "index.html, a b .css");
        assertRefused(Reason.NOT_POSSIBLE, approval, pins(TARGET, new MergePreview.NotFastForward()), "fast-forward");
        assertRefused(Reason.NOT_POSSIBLE, approval, pins(TARGET, new MergePreview.Unrelated()), "no commit in common");
        assertEquals(
                ApprovalState.APPROVED, approve(approval, pins(MOVED, OTHER)).state(), "once it is resolved");
    }
}
