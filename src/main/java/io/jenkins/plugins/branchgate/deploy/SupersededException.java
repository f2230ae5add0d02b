package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.DeploymentId;

/**
 * A deployment was still waiting for its turn when a later one for the same environment was asked for. It touched
 * nothing; the message says which one took its place.
 */
public final class SupersededException extends DeploymentException {

    private static final long serialVersionUID = 1L;

    public SupersededException(String message, DeploymentId deployment) {
        super(message, deployment);
    }
}
