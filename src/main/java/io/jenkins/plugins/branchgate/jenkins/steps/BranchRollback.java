package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.Rollback;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.jenkins.checkout.ReleaseContent;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import java.io.IOException;
import java.util.Map;

/** What {@code rollbackDeployment} does in a build. Blocks for as long as the deployment takes. */
final class BranchRollback {
    private final BuildContext context;
    private final RollbackDeploymentStep step;

    BranchRollback(BuildContext context, RollbackDeploymentStep step) {
        this.context = context;
        this.step = step;
    }

    /**
     * Rolls back.
     *
     * @return as {@code deployBranch}
     * @throws AbortException if it was refused or failed; the message says why and what serves now
     */
    Map<String, Object> run() throws IOException, InterruptedException {
        try {
            var to = step.getTo() == null ? null : new ReleaseId(step.getTo());
            var running = RunningEnvironment.find(
                    context,
                    step.getEnvironment(),
                    step.getSite(),
                    step.getUrl(),
                    "roll back",
                    BranchGatePermissions.ROLLBACK);
            var request = Rollback.request(
                    running.view(), running.site(), running.name(), to, context.startedBy(), context.buildUrl());
            context.log("Site " + running.site() + ": " + running.name() + " goes back from release "
                    + running.current().release().id() + " to "
                    + request.release().id() + " of commit " + request.commit().abbreviated());
            return running.deploy(
                    running.deployer().isEmpty()
                            ? request
                            : ReleaseContent.in(
                                    request, running.view(), running.deployer().get()));
        } catch (InvalidValueException e) {
            throw new AbortException(e.getMessage());
        } catch (DeploymentException e) {
            throw new AbortException(e.getMessage());
        } catch (InterruptedException e) {
            throw context.aborted(e);
        }
    }
}
