package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.Scaling;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.IOException;
import java.util.Map;

/** What {@code scaleDeployment} does in a build. Blocks for as long as the deployment takes. */
final class BranchScaling {
    private final BuildContext context;
    private final ScaleDeploymentStep step;

    BranchScaling(BuildContext context, ScaleDeploymentStep step) {
        this.context = context;
        this.step = step;
    }

    /**
     * Scales.
     *
     * @return as {@code deployBranch}
     * @throws AbortException if it was refused or failed; the message says why and what serves now
     */
    Map<String, Object> run() throws IOException, InterruptedException {
        try {
            if (step.getReplicas() == null) {
                throw new InvalidValueException("number of replicas", null, "a whole number from 1 to 32");
            }
            var running = RunningEnvironment.find(
                    context,
                    step.getEnvironment(),
                    step.getSite(),
                    step.getUrl(),
                    "scale",
                    BranchGatePermissions.DEPLOY);
            var request = Scaling.request(
                    running.view(),
                    running.site(),
                    running.name(),
                    step.getReplicas(),
                    context.startedBy(),
                    context.buildUrl());
            context.log("Site " + running.site() + ": " + running.name() + " is scaled from "
                    + running.current().environment().replicas() + " to " + step.getReplicas()
                    + " containers of release " + running.current().release().id());
            return running.deploy(request);
        } catch (InvalidValueException e) {
            throw new AbortException(e.getMessage());
        } catch (DeploymentException e) {
            throw new AbortException(e.getMessage());
        } catch (InterruptedException e) {
            throw context.aborted(e);
        }
    }
}
