package io.jenkins.plugins.branchgate.jenkins.steps;

import java.io.IOException;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Runs {@code deployBranch}. */
class DeployBranchExecution extends BlockingExecution {
    private static final long serialVersionUID = 1L;

    private final DeployBranchStep step;

    DeployBranchExecution(StepContext context, DeployBranchStep step) throws IOException, InterruptedException {
        super(context);
        this.step = step;
    }

    @Override
    Map<String, Object> carryOut(BuildContext build) throws Exception {
        return new BranchDeployment(build, step).run();
    }
}
