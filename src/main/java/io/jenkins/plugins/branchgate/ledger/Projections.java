package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.ReleaseId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What follows from the entries read or written so far. Guarded by the ledger's lock while it is the live one; a copy
 * is never changed.
 */
final class Projections {

    private final DeploymentProjection deployments;
    private final ApprovalProjection approvals;
    private final Set<ReleaseId> pinned;
    private LedgerHeader header;
    private Integrity integrity = Integrity.WHOLE;
    private long sequence;

    Projections() {
        this(new DeploymentProjection(), new ApprovalProjection(), new LinkedHashSet<>());
    }

    private Projections(DeploymentProjection deployments, ApprovalProjection approvals, Set<ReleaseId> pinned) {
        this.deployments = deployments;
        this.approvals = approvals;
        this.pinned = pinned;
    }

    Projections copy() {
        var copy = new Projections(deployments.copy(), approvals.copy(), new LinkedHashSet<>(pinned));
        copy.header = header;
        copy.integrity = integrity;
        copy.sequence = sequence;
        return copy;
    }

    /** Takes one entry in. Events about things the ledger never heard of, left by a damaged line, change nothing. */
    void apply(LedgerEntry entry) {
        sequence = entry.sequence();
        var event = entry.event();
        if (event instanceof LedgerHeader described) {
            headed(described);
        } else if (event instanceof ChainAcknowledged acknowledged) {
            integrity = integrity.with(acknowledged);
        } else if (event instanceof DeploymentOpened opened) {
            deployments.opened(opened, entry.at());
        } else if (event instanceof PhaseEntered entered) {
            deployments.entered(entered, entry.at());
        } else if (event instanceof DeploymentFailed failed) {
            deployments.failed(failed, entry.at());
        } else if (event instanceof TrafficCounted counted) {
            deployments.counted(counted);
        } else if (event instanceof EnvironmentRemoved removed) {
            deployments.removed(removed.environment());
        } else if (event instanceof ApprovalOpened opened) {
            approvals.opened(opened.approval());
        } else if (event instanceof Voted voted) {
            approvals.voted(voted);
        } else if (event instanceof ApprovalMoved moved) {
            approvals.moved(moved, entry.at());
        } else if (event instanceof ApprovalReminded reminded) {
            approvals.reminded(reminded);
        } else if (event instanceof ReleasePinned each) {
            if (each.pinned()) {
                pinned.add(each.release());
            } else {
                pinned.remove(each.release());
            }
        }
    }

    Set<ReleaseId> pinned() {
        return Collections.unmodifiableSet(pinned);
    }

    private void headed(LedgerHeader described) {
        if (header == null || described.isOf(header) && described.format() > header.format()) {
            header = described;
            integrity = integrity.with(described);
        }
    }

    /** A place is damaged: nothing from before it is a reason to let anything in from here on. */
    void damaged(Integrity.Damage damage) {
        integrity = integrity.with(damage);
        deployments.distrust();
        approvals.distrust();
    }

    /** The header in force, null without one. */
    LedgerHeader header() {
        return header;
    }

    Integrity integrity() {
        return integrity;
    }

    long sequence() {
        return sequence;
    }

    DeploymentProjection deployments() {
        return deployments;
    }

    ApprovalProjection approvals() {
        return approvals;
    }
}
