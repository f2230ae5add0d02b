package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What follows from the entries read or written so far. Guarded by the ledger's lock while it is the live one; a copy
 * is never changed.
 */
final class Projections {

    private final DeploymentProjection deployments;
    private final ApprovalProjection approvals;
    private final Set<ReleaseId> pinned;
    private final TreeMap<EnvironmentName, Ownership> ownerships;
    private final Map<EnvironmentName, LedgerEntry> refusals;
    private final Map<EnvironmentName, Long> gatedSince;
    private LedgerHeader header;
    private Integrity integrity = Integrity.WHOLE;
    private long sequence;

    Projections() {
        this(
                new DeploymentProjection(),
                new ApprovalProjection(),
                new LinkedHashSet<>(),
                new TreeMap<>(Comparator.comparing(EnvironmentName::value)),
                new HashMap<>(),
                new HashMap<>());
    }

    private Projections(
            DeploymentProjection deployments,
            ApprovalProjection approvals,
            Set<ReleaseId> pinned,
            TreeMap<EnvironmentName, Ownership> ownerships,
            Map<EnvironmentName, LedgerEntry> refusals,
            Map<EnvironmentName, Long> gatedSince) {
        this.deployments = deployments;
        this.approvals = approvals;
        this.pinned = pinned;
        this.ownerships = ownerships;
        this.refusals = refusals;
        this.gatedSince = gatedSince;
    }

    Projections copy() {
        var copy = new Projections(
                deployments.copy(),
                approvals.copy(),
                new LinkedHashSet<>(pinned),
                new TreeMap<>(ownerships),
                new HashMap<>(refusals),
                new HashMap<>(gatedSince));
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
        } else if (event instanceof EntryRefused refused) {
            refusals.put(refused.environment(), entry);
        } else if (event instanceof PhaseEntered entered) {
            deployments.entered(entered, entry.at());
        } else if (event instanceof DeploymentFailed failed) {
            deployments.failed(failed, entry.at());
        } else if (event instanceof TrafficCounted counted) {
            deployments.counted(counted);
        } else if (event instanceof EnvironmentRemoved removed) {
            deployments.removed(removed.environment());
            refusals.remove(removed.environment());
            ownerships.computeIfPresent(removed.environment(), (name, held) -> held.withHeld(false));
        } else if (event instanceof EnvironmentHealed healed) {
            deployments.healed(healed);
        } else if (event instanceof EnvironmentOwned owned) {
            owned(owned);
        } else if (event instanceof ApprovalOpened opened) {
            approvals.opened(opened.approval());
        } else if (event instanceof Voted voted) {
            approvals.voted(voted);
        } else if (event instanceof ApprovalMoved moved) {
            approvals.moved(moved, entry.at(), sequence);
        } else if (event instanceof ApprovalReminded reminded) {
            approvals.reminded(reminded);
        } else if (event instanceof CommitAccepted accepted) {
            approvals.accepted(accepted, sequence);
        } else if (event instanceof ReleasePinned each) {
            if (each.pinned()) {
                pinned.add(each.release());
            } else {
                pinned.remove(each.release());
            }
        }
    }

    private void owned(EnvironmentOwned event) {
        var now = event.ownership();
        var before = ownerships.put(now.name(), now);
        boolean takenOver = event.how() == EnvironmentOwned.How.TAKEN_OVER;
        boolean same = before != null
                && before.gated()
                && before.terms().branch().equals(now.terms().branch());
        if (takenOver) {
            deployments.forgetRuns(now.name());
        }
        if (takenOver || !same) {
            gatedSince.put(now.name(), sequence);
        }
    }

    /** The number of the entry since which an environment follows its branch behind a closed gate as its owner's. */
    long gatedSince(EnvironmentName environment) {
        return gatedSince.getOrDefault(environment, 0L);
    }

    TreeMap<EnvironmentName, Ownership> ownerships() {
        return ownerships;
    }

    Map<EnvironmentName, LedgerEntry> refusals() {
        return refusals;
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
