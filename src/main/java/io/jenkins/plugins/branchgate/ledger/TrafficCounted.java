package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Traffic;
import java.util.Objects;

/**
 * What the edge counted while a deployment switched.
 *
 * @param deployment which deployment
 * @param traffic requests served and failed
 */
public record TrafficCounted(DeploymentId deployment, Traffic traffic) implements LedgerEvent {

    public TrafficCounted {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(traffic, "traffic");
    }
}
