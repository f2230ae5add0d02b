package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.platform.Place;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a place be what one deployment says: its replicas running and routed, nothing else there. Idempotent. */
final class Settling {

    private final Platform platform;
    private final Place place;
    private final Fleet fleet;

    Settling(Platform platform, Place place) {
        this.platform = platform;
        this.place = place;
        this.fleet = new Fleet(platform, place);
    }

    /**
     * What serves after settling.
     *
     * @param serving the replicas routed to
     * @param missing why there are fewer than wanted; empty if all are there
     */
    record Settled(Set<ReplicaId> serving, Optional<String> missing) {}

    /** The replicas that are to serve: those that run, those routed now first, not more than the deployment wants. */
    static List<Replica> wanted(Lineage lineage, List<Replica> all, Set<ReplicaId> routed) {
        return all.stream()
                .filter(replica -> replica.running() && lineage.owns(replica))
                .sorted(Comparator.<Replica, Boolean>comparing(replica -> !routed.contains(replica.id()))
                        .thenComparing(Replica::startedAt))
                .limit(lineage.deployment().environment().replicas())
                .toList();
    }

    /**
     * Routes to the deployment's replicas, starting those that are missing; the edge is put right first,
     * sending requests where it did until then. Replicas that cannot be started are done without; if there is none at all, the edge is left as it is.
     */
    Settled route(Lineage lineage) throws PlatformException, InterruptedException {
        Environment environment = lineage.deployment().environment();
        EdgeState edge = platform.edge(place);
        var all = fleet.all();
        var running = wanted(lineage, all, edge.routed());
        if (!isRight(edge, environment)) {
            var meanwhile = Fleet.ids(all);
            meanwhile.retainAll(edge.routed());
            platform.prepare(place, environment, meanwhile);
        }
        var serving = new ArrayList<>(healthy(running, edge.routed(), environment));
        Optional<String> missing = Optional.empty();
        if (serving.size() < environment.replicas()) {
            try {
                serving.addAll(startHealthy(lineage, environment.replicas() - serving.size(), all));
            } catch (PlatformException e) {
                missing = Optional.of(LogLines.message(e));
            }
        }
        var ids = Fleet.ids(serving);
        if (!ids.isEmpty() && !platform.edge(place).routed().equals(ids)) {
            platform.route(place, ids);
        }
        return new Settled(ids, missing);
    }

    /** Those that are routed count as healthy; the others, perhaps left by a crash before their probe, must show it. */
    private List<Replica> healthy(List<Replica> running, Set<ReplicaId> routed, Environment environment)
            throws PlatformException, InterruptedException {
        var healthy = new ArrayList<Replica>();
        for (var replica : running) {
            if (routed.contains(replica.id())
                    || platform.awaitHealthy(replica, environment.health()).healthy()) {
                healthy.add(replica);
            }
        }
        return healthy;
    }

    private List<Replica> startHealthy(Lineage lineage, int missing, List<Replica> beside)
            throws PlatformException, InterruptedException {
        var deployment = lineage.deployment();
        var before = Fleet.ids(beside);
        try {
            var started = fleet.start(deployment.release(), deployment.id(), missing, beside);
            fleet.awaitHealthy(started, deployment.environment().health());
            return started;
        } catch (PlatformException e) {
            var strays = Fleet.ids(fleet.all());
            strays.removeAll(before);
            fleet.retire(strays);
            throw e;
        }
    }

    /** Waits for the sessions of all but those that serve to end, at most that long. */
    void drainOthers(Set<ReplicaId> serving, Duration longest) throws PlatformException, InterruptedException {
        fleet.awaitDrained(others(serving), longest);
    }

    /** Takes away all but those that serve. */
    void retireOthers(Set<ReplicaId> serving) throws PlatformException, InterruptedException {
        fleet.retire(others(serving));
    }

    private Set<ReplicaId> others(Set<ReplicaId> serving) throws PlatformException {
        var others = Fleet.ids(fleet.all());
        others.removeAll(serving);
        return others;
    }

    private static boolean isRight(EdgeState edge, Environment environment) {
        return edge.present()
                && edge.running()
                && edge.port() == environment.port().value()
                && edge.drift().isEmpty();
    }
}
