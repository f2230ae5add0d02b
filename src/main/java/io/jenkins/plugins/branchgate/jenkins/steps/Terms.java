package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.model.ApprovalRules;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.util.List;

/**
 * What a step says about an approval.
 *
 * @param asked the same as the gate knows it
 */
record Terms(ApprovalRules asked) {
    private static final EnvironmentName USUAL_ENVIRONMENT = new EnvironmentName("qa");

    /** @throws io.jenkins.plugins.branchgate.model.InvalidValueException if a value is refused */
    static Terms of(QaApprovalStep step) {
        return new Terms(ApprovalRules.parse(
                step.getApprovers(),
                step.getQuorum(),
                step.isAllowSelfApproval(),
                step.getChecks(),
                step.getStrategy(),
                step.getRetest(),
                step.getExpiresInHours(),
                step.getRemindInHours(),
                step.getEnvironment()));
    }

    /**
     * The rules that hold, with an environment in any case.
     *
     * @param policies what approvals must at least ask for
     * @throws io.jenkins.plugins.branchgate.model.InvalidValueException if the step says what a policy does not allow
     */
    ApprovalRules.Kept kept(List<ApprovalRules> policies) {
        var floor = ApprovalRules.NONE;
        for (var policy : policies) {
            floor = ApprovalRules.strictest(floor, policy).rules();
        }
        var kept = ApprovalRules.strictest(floor, asked);
        return kept.rules().testedIn() == null
                ? new ApprovalRules.Kept(kept.rules().withTestedIn(USUAL_ENVIRONMENT), kept.raised())
                : kept;
    }
}
