package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;

/** Chooses the release to go back to. Only what the environment ran before can be chosen, so no gate is passed by. */
public final class Rollback {

    private Rollback() {}

    /**
     * The request that brings an environment back to an earlier release, with the settings it has now.
     *
     * @param to the release wanted, or null for the one that ran before the current one
     * @throws DeploymentException if the environment runs nothing, or never ran that release; the message lists those it
     *     can go back to
     */
    public static DeployRequest request(
            LedgerView view, SiteId site, EnvironmentName environment, ReleaseId to, String startedBy, String buildUrl)
            throws DeploymentException {
        throw new UnsupportedOperationException();
    }
}
