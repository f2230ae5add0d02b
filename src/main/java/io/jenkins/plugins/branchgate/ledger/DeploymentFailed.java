package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.DeploymentId;
import java.util.Objects;

/**
 * A deployment ended in {@link io.jenkins.plugins.branchgate.model.Phase#FAILED}.
 *
 * @param deployment which deployment
 * @param failure why, in words for people
 */
public record DeploymentFailed(DeploymentId deployment, String failure) implements LedgerEvent {

    public DeploymentFailed {
        Objects.requireNonNull(deployment, "deployment");
    }
}
