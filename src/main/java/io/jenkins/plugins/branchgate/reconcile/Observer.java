package io.jenkins.plugins.branchgate.reconcile;

import io.jenkins.plugins.branchgate.deploy.Lineage;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ProbeResult;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at one environment. A replica that serves is broken once it failed three looks in a row, or stopped; one that was
 * started lately may take the health check's timeout to answer. Changes nothing on the platform.
 */
final class Observer {

    private enum Judgement {
        FIT,
        STARTING,
        BROKEN
    }

    private static final int FAILED_LOOKS = 3;
    private static final Duration PROBE = Duration.ofSeconds(1);

    private final Map<ReplicaId, Integer> failedLooks = new HashMap<>();

    Observation look(Platform platform, EnvironmentKey place, Lineage lineage, Instant now)
            throws PlatformException, InterruptedException {
        var edge = platform.edge(place);
        var fit = new ArrayList<Replica>();
        var starting = new ArrayList<Replica>();
        var broken = new ArrayList<Replica>();
        var drifted = new ArrayList<Replica>();
        var others = new ArrayList<Replica>();
        var probed = new ArrayList<String>();
        int wanted = lineage.deployment().environment().replicas();
        var replicas = routedFirst(platform.replicas(place), edge);
        failedLooks.keySet().retainAll(replicas.stream().map(Replica::id).toList());
        for (var replica : replicas) {
            if (!lineage.owns(replica) || fit.size() == wanted) {
                others.add(replica);
            } else if (!replica.running()) {
                broken.add(replica);
                probed.add(replica.name() + " stopped: " + replica.detail());
            } else {
                var result = probe(platform, replica, lineage, edge);
                switch (judge(replica, result, lineage, edge, now)) {
                    case FIT -> (replica.drift().isEmpty() ? fit : drifted).add(replica);
                    case STARTING -> {
                        // One that was made by hand is not waited for.
                        (replica.drift().isEmpty() ? starting : drifted).add(replica);
                    }
                    case BROKEN -> {
                        broken.add(replica);
                        probed.add(replica.name() + " does not answer: " + result.detail() + changed(replica));
                    }
                }
            }
        }
        return new Observation(lineage, edge, fit, starting, broken, drifted, others, probed);
    }

    private static String changed(Replica replica) {
        return replica.drift().isEmpty() ? "" : "; it was changed by hand: " + String.join("; ", replica.drift());
    }

    /** Without a running edge nothing can be asked from where visitors' requests come; those that run count as fit. */
    private static ProbeResult probe(Platform platform, Replica replica, Lineage lineage, EdgeState edge)
            throws PlatformException, InterruptedException {
        if (!edge.running()) {
            return new ProbeResult(true, 0, Duration.ZERO, "not asked");
        }
        var check = lineage.deployment().environment().health();
        var interval = check.interval().compareTo(PROBE) > 0 ? PROBE : check.interval();
        return platform.awaitHealthy(
                replica, new HealthCheck(check.path(), check.minStatus(), check.maxStatus(), interval, PROBE));
    }

    private Judgement judge(Replica replica, ProbeResult result, Lineage lineage, EdgeState edge, Instant now) {
        if (result.healthy()) {
            failedLooks.remove(replica.id());
            return Judgement.FIT;
        }
        if (edge.routed().contains(replica.id())) {
            int failed = failedLooks.merge(replica.id(), 1, Integer::sum);
            return failed < FAILED_LOOKS ? Judgement.FIT : Judgement.BROKEN;
        }
        var timeout = lineage.deployment().environment().health().timeout();
        return replica.startedAt().plus(timeout).isAfter(now) ? Judgement.STARTING : Judgement.BROKEN;
    }

    private static List<Replica> routedFirst(List<Replica> replicas, EdgeState edge) {
        return replicas.stream()
                .sorted(Comparator.<Replica, Boolean>comparing(
                                replica -> !edge.routed().contains(replica.id()))
                        .thenComparing(Replica::startedAt))
                .toList();
    }
}
