package io.jenkins.plugins.branchgate.jenkins.steps;

import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Runs {@code deployBranch}. */
class DeployBranchExecution extends BlockingExecution {
    private static final long serialVersionUID = 1L;

    private final transient DeployBranchStep step;

    DeployBranchExecution(StepContext context, DeployBranchStep step) {
        super(context);
        this.step = step;
    }

    @Override
    Map<String, Object> carryOut(BuildContext build) throws Exception {
        return new BranchDeployment(build, step).run();
    }
}
