package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.ApprovalOpened;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.ledger.ReleasePinned;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.Phase;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptImagesTest {

    private Ledger ledger;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        ledger = Samples.open(folder.resolve("ledger.jsonl"));
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    private static Optional<Set<ImageDigest>> images(int... numbers) {
        return Optional.of(IntStream.of(numbers).mapToObj(Samples::digest).collect(Collectors.toSet()));
    }

    private Optional<Set<ImageDigest>> kept() {
        return KeptImages.of(ledger.view(), KeptImages.DEFAULT_EACH);
    }

    @Test
    void eachEnvironmentKeepsItsFiveNewest() throws Exception {
        for (int n = 1; n <= 8; n++) {
            Samples.deploy(ledger, n, Samples.QA);
        }
        assertEquals(images(4, 5, 6, 7, 8), kept());
        Samples.deploy(ledger, 100, Samples.PRODUCTION);
        assertEquals(images(4, 5, 6, 7, 8, 100), kept());
    }

    @Test
    void howManyIsChosen() throws Exception {
        for (int n = 1; n <= 8; n++) {
            Samples.deploy(ledger, n, Samples.QA);
        }
        assertEquals(images(7, 8), KeptImages.of(ledger.view(), 2));
    }

    @Test
    void aPinnedReleaseIsKeptUntilItIsUnpinned() throws Exception {
        for (int n = 1; n <= 8; n++) {
            Samples.deploy(ledger, n, Samples.QA);
        }
        pin(1, true);
        pin(2, true);
        pin(2, false);
        assertEquals(images(1, 4, 5, 6, 7, 8), kept());
    }

    @Test
    void whatApprovalsAreAboutIsKeptOpenOrMergedButNotWhenRejected() throws Exception {
        for (int n = 1; n <= 8; n++) {
            Samples.deploy(ledger, n, Samples.QA);
            if (n <= 3) {
                Samples.append(ledger, new ApprovalOpened(Samples.approval(n)));
            }
        }
        move(2, ApprovalState.PENDING, ApprovalState.REJECTED);
        move(3, ApprovalState.PENDING, ApprovalState.APPROVED);
        move(3, ApprovalState.APPROVED, ApprovalState.MERGING);
        move(3, ApprovalState.MERGING, ApprovalState.MERGED);
        assertEquals(images(1, 3, 4, 5, 6, 7, 8), kept());
    }

    @Test
    void whatIsUnderWayIsKeptAndNothingIsKnownWhileItBuilds() throws Exception {
        Samples.deploy(ledger, 1, Samples.QA);
        Samples.append(ledger, Samples.opened(2, Samples.QA));
        assertEquals(Optional.empty(), kept());
        Samples.append(ledger, new PhaseEntered(Samples.deployment(2), Phase.START, Samples.release(2)));
        assertEquals(images(1, 2), kept());
    }

    private void pin(int n, boolean pinned) throws Exception {
        Samples.append(ledger, new ReleasePinned(Samples.release(n).id(), pinned, "Quinn"));
    }

    private void move(int n, ApprovalState from, ApprovalState to) throws Exception {
        var merge = to == ApprovalState.MERGED ? Samples.commit(500 + n) : null;
        Samples.append(ledger, new ApprovalMoved(Samples.approvalId(n), from, to, "because", merge));
    }
}
