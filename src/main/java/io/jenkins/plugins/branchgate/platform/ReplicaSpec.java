package io.jenkins.plugins.branchgate.platform;

import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Release;
import java.io.Serializable;

/**
 * What a replica is to run.
 *
 * @param place where
 * @param release the release; its image digest is what runs
 * @param deployment the deployment that starts it
 * @param index 0 for the first replica of the deployment
 * @param containerPort the port on which it is asked, or null for the one that its image exposes
 */
public record ReplicaSpec(
        EnvironmentKey place, Release release, DeploymentId deployment, int index, Integer containerPort)
        implements Serializable {}
