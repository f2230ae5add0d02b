package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import java.util.Objects;

/**
 * A deployment is about to begin a phase; entering the phase it is in changes nothing.
 *
 * @param deployment which deployment
 * @param phase the phase that begins
 * @param release what it runs, null only while that is not known yet
 */
public record PhaseEntered(DeploymentId deployment, Phase phase, Release release) implements LedgerEvent {

    public PhaseEntered {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(phase, "phase");
    }
}
