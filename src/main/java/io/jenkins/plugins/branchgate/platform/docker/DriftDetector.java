package io.jenkins.plugins.branchgate.platform.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What differs from what was made: changes by hand, or leftovers. */
final class DriftDetector {

    private DriftDetector() {}

    /** In words for people; empty if nothing differs. */
    static String of(
            ManagedContainer edge,
            List<ManagedContainer> all,
            List<EdgeServer> servers,
            Optional<ContainerDrift> byHand) {
        var drift = new ArrayList<String>();
        byHand.ifPresent(changes -> changes.all().forEach(each -> drift.add("the edge's " + each)));
        for (var found : all) {
            if (found.isRelease() && !Labels.isReplica(found.labels())) {
                drift.add(found.name() + " carries labels of Branch Gate, which did not make it");
            }
            if (found.isEdge() && !found.id().equals(edge.id())) {
                drift.add("there is a second edge, " + found.name());
            }
        }
        for (var server : servers) {
            var found = all.stream()
                    .filter(f -> f.id().equals(server.backend().id()))
                    .findFirst();
            if (server.routed() && found.isEmpty()) {
                drift.add("the edge routes to a container that is gone, " + shortId(server));
            } else if (server.routed() && !found.get().isRunning()) {
                drift.add("the edge routes to a container that does not run, "
                        + found.get().name());
            }
        }
        return String.join("; ", drift);
    }

    private static String shortId(EdgeServer server) {
        String id = server.backend().id();
        return id.substring(0, Math.min(12, id.length()));
    }
}
