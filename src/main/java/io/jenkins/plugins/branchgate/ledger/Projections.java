package io.jenkins.plugins.branchgate.ledger;

/**
 * What follows from the entries read or written so far. Guarded by the ledger's lock while it is the live one; a copy
 * is never changed.
 */
final class Projections {

    private final DeploymentProjection deployments;
    private final ApprovalProjection approvals;
    private SiteDescribed site;
    private long sequence;

    Projections() {
        this(new DeploymentProjection(), new ApprovalProjection());
    }

    private Projections(DeploymentProjection deployments, ApprovalProjection approvals) {
        this.deployments = deployments;
        this.approvals = approvals;
    }

    Projections copy() {
        var copy = new Projections(deployments.copy(), approvals.copy());
        copy.site = site;
        copy.sequence = sequence;
        return copy;
    }

    /** Takes one entry in. Events about things the ledger never heard of, left by a damaged line, change nothing. */
    void apply(LedgerEntry entry) {
        sequence = entry.sequence();
        var event = entry.event();
        if (event instanceof SiteDescribed described) {
            site = described;
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
        }
    }

    SiteDescribed site() {
        return site;
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
