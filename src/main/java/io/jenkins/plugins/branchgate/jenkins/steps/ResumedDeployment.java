package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnector;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The end of a step during whose deployment the controller went down: what the ledger says became of that deployment,
 * after it was settled. Nothing is deployed again.
 *
 * @param context the build; without its workspace, which may be gone
 * @param begun which deployment
 */
record ResumedDeployment(BuildContext context, DeployedAction.Begun begun) {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /**
     * Settles the deployment, unless that is done, and tells how it ended. An engine or agent that does not answer yet is
     * waited for.
     *
     * @return as {@code deployBranch}
     * @throws AbortException if the deployment failed, or could not be settled; the message says what serves now
     */
    Map<String, Object> run() throws IOException, InterruptedException {
        try {
            var ledger = BranchGate.get().ledger(begun.site());
            var ended = ended(ledger);
            if (ended.phase() == Phase.FAILED) {
                throw new AbortException(ended.failure());
            }
            var name = ended.environment().name();
            String url = ledger.view().ownership(name).map(Ownership::siteUrl).orElse(null);
            long millis = DeploymentResult.untilServing(ended);
            context.log(BuildContext.linked(
                    "The deployment of " + ended.commit().abbreviated() + " to " + name + " is done", url));
            DeployedAction.add(context.run(), begun.site(), name, ended.id());
            EnvironmentAdmission.leaveFormerTargets(context, ledger, begun.site(), name);
            return new DeploymentResult(ended, url, millis).toMap();
        } catch (InterruptedException e) {
            throw context.aborted(e);
        }
    }

    private Deployment ended(Ledger ledger) throws IOException, InterruptedException {
        var end = Instant.now().plus(LONGEST_WAIT);
        for (int tries = 0; ; tries++) {
            var deployment = known(ledger);
            if (deployment.phase().isFinal()) {
                return deployment;
            }
            if (tries == 0) {
                context.log("Jenkins was restarted during this deployment, in " + deployment.phase() + "; settling it");
            }
            String trouble = settle(deployment);
            if (known(ledger).phase().isFinal()) {
                continue;
            }
            if (ledger.view().inProgress(deployment.environment().name()).isEmpty()) {
                throw new AbortException(
                        "Environment " + deployment.environment().name()
                                + " was removed while this build waited for its deployment. Run the build again to deploy anew.");
            }
            if (Instant.now().isAfter(end)) {
                throw new AbortException(trouble);
            }
            if (tries == 0) {
                context.log(trouble);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** Waits for its turn, behind the reconciler if that settles it already; why it could not be settled, or null. */
    private String settle(Deployment deployment) throws IOException, InterruptedException {
        var place = new EnvironmentKey(begun.site(), deployment.environment().name());
        try {
            var engine = EngineConnector.connect(place.site(), place.environment());
            BranchGate.get().deployer(place.site()).recover(place, engine.platform());
            return null;
        } catch (AbortException | DeploymentException e) {
            return e.getMessage();
        }
    }

    private Deployment known(Ledger ledger) throws AbortException {
        return ledger.view()
                .deployment(begun.deployment())
                .orElseThrow(() -> new AbortException("The deployment " + begun.deployment()
                        + " that this build began is not in the ledger of site "
                        + begun.site()
                        + ". Was the controller's home folder restored from an older copy? Run the build again."));
    }
}
