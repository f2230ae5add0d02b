package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.jenkins.config.ApprovalPolicy;
import io.jenkins.plugins.branchgate.model.ApprovalRules;
import io.jenkins.plugins.branchgate.model.EnvironmentName;

/** Reads what a step says about an approval, and keeps it to the configured policy. */
record Terms(QaApprovalStep step, ApprovalPolicy policy) {
    private static final String USUAL_ENVIRONMENT = "qa";

    /**
     * The rules that hold, with an environment in any case.
     *
     * @throws io.jenkins.plugins.branchgate.model.InvalidValueException if a value is refused, or is one that the policy
     *     does not allow
     */
    ApprovalRules.Kept rules() {
        var asked = ApprovalPolicy.rules(
                step.getApprovers(),
                step.getQuorum(),
                step.isAllowSelfApproval(),
                step.getChecks(),
                step.getStrategy(),
                step.getRetest(),
                step.getExpiresInHours(),
                step.getRemindInHours(),
                step.getEnvironment());
        var kept = ApprovalRules.strictest(policy.rules(), asked);
        return kept.rules().testedIn() == null
                ? new ApprovalRules.Kept(
                        kept.rules().withTestedIn(new EnvironmentName(USUAL_ENVIRONMENT)), kept.raised())
                : kept;
    }
}
