package io.jenkins.plugins.branchgate.ledger;

import java.util.HashMap;
import java.util.Map;

/** The names under which events are written. Part of the file format: a name, once used, never means something else. */
final class EventTypes {

    private static final Map<Class<? extends LedgerEvent>, String> NAMES = Map.ofEntries(
            Map.entry(LedgerHeader.class, "ledger"),
            Map.entry(ChainAcknowledged.class, "chain-acknowledged"),
            Map.entry(DeploymentOpened.class, "deployment-opened"),
            Map.entry(PhaseEntered.class, "phase-entered"),
            Map.entry(DeploymentFailed.class, "deployment-failed"),
            Map.entry(TrafficCounted.class, "traffic-counted"),
            Map.entry(ApprovalOpened.class, "approval-opened"),
            Map.entry(Voted.class, "voted"),
            Map.entry(ApprovalMoved.class, "approval-moved"),
            Map.entry(CommitAccepted.class, "commit-accepted"),
            Map.entry(ApprovalReminded.class, "approval-reminded"),
            Map.entry(EntryRefused.class, "entry-refused"),
            Map.entry(EnvironmentHealed.class, "environment-healed"),
            Map.entry(AlertRaised.class, "alert-raised"),
            Map.entry(EnvironmentRemoved.class, "environment-removed"),
            Map.entry(EnvironmentOwned.class, "environment-owned"),
            Map.entry(ReleasePinned.class, "release-pinned"));

    private static final Map<String, Class<? extends LedgerEvent>> CLASSES = inverse();

    private EventTypes() {}

    /** @throws IllegalArgumentException for an {@link UnknownEvent}, which is only ever read */
    static String nameOf(LedgerEvent event) {
        String name = NAMES.get(event.getClass());
        if (name == null) {
            throw new IllegalArgumentException(event + " cannot be appended: only a newer version could know what it"
                    + " means. Nothing was written.");
        }
        return name;
    }

    /** The class of a name, null if this version has none. */
    static Class<? extends LedgerEvent> classOf(String name) {
        return CLASSES.get(name);
    }

    private static Map<String, Class<? extends LedgerEvent>> inverse() {
        var classes = new HashMap<String, Class<? extends LedgerEvent>>();
        NAMES.forEach((type, name) -> classes.put(name, type));
        return Map.copyOf(classes);
    }
}
