package io.jenkins.plugins.branchgate.reconcile;

import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Since when replicas that are to be taken away get no more requests. */
final class Draining {

    private final Map<ReplicaId, Instant> since = new HashMap<>();

    /** True if a replica has had that long to finish its requests; its time begins when this is asked first. */
    boolean isOver(ReplicaId replica, Instant now, Duration longest) {
        var begun = since.computeIfAbsent(replica, id -> now);
        return !begun.plus(longest).isAfter(now);
    }

    /** Forgets all others. */
    void keep(Set<ReplicaId> present) {
        since.keySet().retainAll(present);
    }
}
