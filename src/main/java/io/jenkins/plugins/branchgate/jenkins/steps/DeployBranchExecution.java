package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/**
 * Runs {@code deployBranch} on a thread of its own. Aborting interrupts it: before the switch nothing has changed. A
 * restart of the controller fails the step; the environment is then settled before its next deployment.
 */
class DeployBranchExecution extends SynchronousNonBlockingStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final transient DeployBranchStep step;

    DeployBranchExecution(StepContext context, DeployBranchStep step) {
        super(context);
        this.step = step;
    }

    @Override
    protected Map<String, Object> run() throws Exception {
        var context = getContext();
        var build =
                new BuildContext(context.get(Run.class), context.get(FilePath.class), context.get(TaskListener.class));
        return new BranchDeployment(build, step).run();
    }
}
