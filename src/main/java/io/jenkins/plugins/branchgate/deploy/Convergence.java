package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
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
import java.util.function.Consumer;

/** Makes a place be what one deployment says: its replicas running and routed, nothing else there. Idempotent. */
final class Convergence {

    private final Platform platform;
    private final EnvironmentKey place;
    private final ReplicaGroup fleet;
    private final Consumer<String> log;

    Convergence(Platform platform, EnvironmentKey place, Consumer<String> log) {
        this.log = log;
        this.platform = platform;
        this.place = place;
        this.fleet = new ReplicaGroup(platform, place);
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

    /** As {@link #route(Lineage, int)}, in batches as its settings have them. */
    Settled route(Lineage lineage) throws PlatformException, InterruptedException {
        return route(lineage, lineage.deployment().environment().batchSize());
    }

    /**
     * Routes to the deployment's replicas, starting those that are missing; the edge is put right first,
     * sending requests where it did until then. Replicas that cannot be started are done without; if there is none at
     * all, the edge is left as it is.
     *
     * @param batch how many may be started at a time; where they are not all, others that serve are taken away in turn
     */
    Settled route(Lineage lineage, int batch) throws PlatformException, InterruptedException {
        Environment environment = lineage.deployment().environment();
        EdgeState edge = platform.edge(place);
        var all = fleet.all();
        var running = wanted(lineage, all, edge.routed());
        if (!isRight(edge, environment)) {
            var meanwhile = ReplicaGroup.ids(all);
            meanwhile.retainAll(edge.routed());
            platform.prepare(place, environment, meanwhile);
        }
        var serving = new ArrayList<>(healthy(running, edge.routed(), environment));
        Optional<String> missing = Optional.empty();
        if (serving.size() < environment.replicas()) {
            try {
                fill(lineage, batch, serving, all, edge.routed());
            } catch (PlatformException e) {
                missing = Optional.of(SafeText.message(e));
            }
        }
        var ids = ReplicaGroup.ids(serving);
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

    /** What does not run, or serve, would only take the room that the next batch needs: it goes first. */
    private void fill(Lineage lineage, int batch, List<Replica> serving, List<Replica> all, Set<ReplicaId> routed)
            throws PlatformException, InterruptedException {
        var deployment = lineage.deployment();
        int wanted = deployment.environment().replicas();
        var here = new ArrayList<>(all);
        if (batch < wanted - serving.size()) {
            var idle = here.stream()
                    .filter(replica -> !routed.contains(replica.id()) && !serving.contains(replica))
                    .toList();
            fleet.retire(ReplicaGroup.ids(idle));
            here.removeAll(idle);
        }
        var others = here.stream()
                .filter(replica -> routed.contains(replica.id()) && !serving.contains(replica))
                .toList();
        var before = ReplicaGroup.ids(here);
        try {
            new Batches(
                            platform,
                            place,
                            deployment.environment(),
                            batch,
                            log,
                            serving,
                            others,
                            serving.size() + others.size(),
                            routed)
                    .fill(deployment.release(), deployment.id(), wanted, here);
        } catch (PlatformException e) {
            var strays = ReplicaGroup.ids(fleet.all());
            strays.removeAll(before);
            strays.removeAll(ReplicaGroup.ids(serving));
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
        var others = ReplicaGroup.ids(fleet.all());
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
