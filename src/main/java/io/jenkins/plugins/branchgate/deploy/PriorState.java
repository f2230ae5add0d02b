package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What stood at a place before a deployment changed anything: what it goes back to if it fails.
 *
 * @param edge the edge
 * @param replicas every replica, whatever its state
 * @param serving those of them that answer visitors
 */
record PriorState(EdgeState edge, List<Replica> replicas, List<Replica> serving) {

    /** Looks. Without an edge to tell who serves, those of the current deployment that run are taken. */
    static PriorState of(Platform platform, EnvironmentKey place, Optional<Lineage> current) throws PlatformException {
        var edge = platform.edge(place);
        var replicas = platform.replicas(place);
        var serving = replicas.stream()
                .filter(replica -> replica.running() && edge.routed().contains(replica.id()))
                .toList();
        if (serving.isEmpty() && current.isPresent()) {
            serving = replicas.stream()
                    .filter(replica -> replica.running() && current.get().owns(replica))
                    .toList();
        }
        return new PriorState(edge, replicas, serving);
    }

    Set<ReplicaId> servingIds() {
        return ReplicaGroup.ids(serving);
    }

    /** True if there was nothing at all. */
    boolean isEmpty() {
        return !edge.present() && replicas.isEmpty();
    }
}
