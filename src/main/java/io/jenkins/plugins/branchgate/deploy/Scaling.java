package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;

/** Another number of replicas of the release that runs. */
public final class Scaling {

    private Scaling() {}

    /**
     * The request that gives an environment another number of replicas and leaves its release and other settings.
     *
     * @param replicas 1 to 32
     * @throws DeploymentException if the environment runs nothing
     * @throws io.jenkins.plugins.branchgate.model.InvalidValueException if the number is out of range
     */
    public static DeployRequest request(
            LedgerView view, SiteId site, EnvironmentName environment, int replicas, String startedBy, String buildUrl)
            throws DeploymentException {
        var current = view.current(environment).orElseThrow(() -> nothingRuns(environment));
        return new DeployRequest(
                site,
                current.environment().withReplicas(replicas),
                current.commit(),
                null,
                null,
                DeploymentKind.SCALE,
                Admission.KNOWN,
                null,
                startedBy,
                buildUrl);
    }

    static DeploymentException nothingRuns(EnvironmentName environment) {
        return new DeploymentException(
                environment + " runs nothing that could be scaled. Deploy a commit first. Nothing was changed.", null);
    }
}
