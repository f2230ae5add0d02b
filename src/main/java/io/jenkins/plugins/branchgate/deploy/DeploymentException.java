package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.DeploymentId;
import java.util.Optional;

/**
 * A deployment failed or was refused. The message says why and what serves now. It quotes nothing that a container wrote:
 * who reads it may not be one who may read logs.
 */
public class DeploymentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final DeploymentId deployment;

    /** @param deployment the deployment in the ledger, or null if none was opened */
    public DeploymentException(String message, DeploymentId deployment) {
        super(message);
        this.deployment = deployment;
    }

    /** @param deployment the deployment in the ledger, or null if none was opened */
    public DeploymentException(String message, DeploymentId deployment, Throwable cause) {
        super(message, cause);
        this.deployment = deployment;
    }

    /** The deployment whose record in the ledger tells more, empty if the request was refused before one was opened. */
    public Optional<DeploymentId> deployment() {
        return Optional.ofNullable(deployment);
    }
}
