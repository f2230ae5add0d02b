package io.jenkins.plugins.branchgate.reconcile;

import io.jenkins.plugins.branchgate.deploy.Lineage;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An environment as it is, held against what the ledger says it runs.
 *
 * @param lineage what it should run
 * @param edge its edge
 * @param fit replicas that are to serve, at most as many as wanted
 * @param starting replicas that do not answer yet and may still take their time
 * @param broken replicas of what it should run that stopped or do not answer
 * @param drifted replicas of what it should run that answer, and whose settings someone changed by hand: they serve only
 *     until others can take their place
 * @param others replicas of anything else, or more than wanted
 * @param probed what the last probes said about broken ones, in words
 */
record Observation(
        Lineage lineage,
        EdgeState edge,
        List<Replica> fit,
        List<Replica> starting,
        List<Replica> broken,
        List<Replica> drifted,
        List<Replica> others,
        List<String> probed) {

    Environment environment() {
        return lineage.deployment().environment();
    }

    /**
     * The replicas that are to get requests now: the fit ones, and while these are too few, drifted ones that got them
     * until now.
     */
    Set<ReplicaId> servingIds() {
        return Stream.concat(
                        fit.stream(),
                        drifted.stream()
                                .filter(replica ->
                                        !edge.running() || edge.routed().contains(replica.id())))
                .limit(environment().replicas())
                .map(Replica::id)
                .collect(Collectors.toSet());
    }

    int missing() {
        return Math.max(0, environment().replicas() - fit.size() - starting.size());
    }

    boolean isEdgeRight() {
        return edge.present()
                && edge.running()
                && edge.port() == environment().port().value()
                && edge.drift().isEmpty();
    }

    boolean isRoutedRight() {
        return edge.routed().equals(servingIds());
    }

    /** True if there is nothing to do but to wait for replicas that start. */
    boolean isRight() {
        return isEdgeRight()
                && isRoutedRight()
                && missing() == 0
                && broken.isEmpty()
                && drifted.isEmpty()
                && others.isEmpty();
    }

    boolean isWhole() {
        return isRight() && starting.isEmpty();
    }

    Health health() {
        if (isWhole()) {
            return Health.HEALTHY;
        }
        boolean serves = edge.running()
                && Stream.concat(fit.stream(), drifted.stream())
                        .anyMatch(replica -> edge.routed().contains(replica.id()));
        return serves ? Health.DEGRADED : Health.DOWN;
    }

    /** What is wrong, in words for people. */
    List<String> findings() {
        var findings = new ArrayList<String>();
        if (!edge.present()) {
            findings.add("the edge is missing");
        } else if (!edge.running()) {
            findings.add("the edge does not run");
        } else if (edge.port() != environment().port().value()) {
            findings.add("the edge is on port " + edge.port() + " instead of "
                    + environment().port());
        } else if (!edge.drift().isEmpty()) {
            findings.add(edge.drift());
        } else if (!isRoutedRight()) {
            findings.add("the edge sends requests to " + edge.routed().size() + " replicas, which are not the "
                    + servingIds().size() + " that should serve");
        }
        if (missing() > 0) {
            findings.add(missing() + " of " + environment().replicas() + " replicas are missing");
        }
        findings.addAll(probed);
        drifted.forEach(replica ->
                findings.add(replica.name() + " was changed by hand: " + String.join("; ", replica.drift())));
        starting.forEach(replica -> findings.add(replica.name() + " is starting"));
        others.forEach(
                replica -> findings.add(replica.name() + " does not belong here (" + foreignness(replica) + ")"));
        return findings;
    }

    private String foreignness(Replica replica) {
        if (lineage.owns(replica)) {
            return "one more than wanted";
        }
        return lineage.members().contains(replica.deployment())
                ? "wrong image " + replica.digest().abbreviated()
                : "release " + replica.release() + " of another deployment";
    }
}
