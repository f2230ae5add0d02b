package io.jenkins.plugins.branchgate.reconcile;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;

/** Tells where an environment runs. Safe for use by several threads. */
@FunctionalInterface
public interface Platforms {

    /**
     * The platform of an environment.
     *
     * @throws PlatformException if it cannot be reached now, for example because the agent next to it is offline: the
     *     environment is left alone, its status says why, and no alert is raised
     */
    Platform of(EnvironmentName environment) throws PlatformException;
}
