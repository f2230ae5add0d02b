package io.jenkins.plugins.branchgate.jenkins.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.forms.FieldCheck;
import io.jenkins.plugins.branchgate.model.ApprovalRules;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What holds for approvals, whatever a step says: a step may ask for more, never for less. Blank means the usual default. */
public class ApprovalPolicy extends AbstractDescribableImpl<ApprovalPolicy> {

    private String approvers;
    private Integer quorum;
    private boolean allowSelfApproval;
    private String checks;
    private String strategy;
    private String retest;
    private Integer expiresInHours;
    private Integer remindInHours;
    private String testedIn;

    @DataBoundConstructor
    public ApprovalPolicy() {}

    public String getApprovers() {
        return approvers;
    }

    @DataBoundSetter
    public void setApprovers(String approvers) {
        this.approvers = Util.fixEmptyAndTrim(approvers);
    }

    public Integer getQuorum() {
        return quorum;
    }

    @DataBoundSetter
    public void setQuorum(Integer quorum) {
        this.quorum = quorum;
    }

    public boolean isAllowSelfApproval() {
        return allowSelfApproval;
    }

    @DataBoundSetter
    public void setAllowSelfApproval(boolean allowSelfApproval) {
        this.allowSelfApproval = allowSelfApproval;
    }

    public String getChecks() {
        return checks;
    }

    @DataBoundSetter
    public void setChecks(String checks) {
        this.checks = Util.fixEmptyAndTrim(checks);
    }

    public String getStrategy() {
        return strategy;
    }

    @DataBoundSetter
    public void setStrategy(String strategy) {
        this.strategy = Util.fixEmptyAndTrim(strategy);
    }

    public String getRetest() {
        return retest;
    }

    @DataBoundSetter
    public void setRetest(String retest) {
        this.retest = Util.fixEmptyAndTrim(retest);
    }

    public Integer getExpiresInHours() {
        return expiresInHours;
    }

    @DataBoundSetter
    public void setExpiresInHours(Integer expiresInHours) {
        this.expiresInHours = expiresInHours;
    }

    public Integer getRemindInHours() {
        return remindInHours;
    }

    @DataBoundSetter
    public void setRemindInHours(Integer remindInHours) {
        this.remindInHours = remindInHours;
    }

    /** The name of the environment in which a change must have been tested, or null for the one that the step names. */
    public String getTestedIn() {
        return testedIn;
    }

    @DataBoundSetter
    public void setTestedIn(String testedIn) {
        this.testedIn = Util.fixEmptyAndTrim(testedIn);
    }

    /** @throws InvalidValueException if a value is refused; says which */
    void check() {
        rules().testedIn();
    }

    /**
     * The policy as the gate knows it.
     *
     * @throws InvalidValueException if a value is refused
     */
    public ApprovalRules rules() {
        return ApprovalRules.parse(
                approvers,
                quorum,
                allowSelfApproval,
                checks,
                strategy,
                retest,
                expiresInHours,
                remindInHours,
                testedIn);
    }

    /** The form. */
    @Extension
    public static class DescriptorImpl extends Descriptor<ApprovalPolicy> {
        @Override
        public String getDisplayName() {
            return Messages.ApprovalPolicy_DisplayName();
        }

        @POST
        public FormValidation doCheckTestedIn(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, EnvironmentName::new);
        }

        @POST
        public ListBoxModel doFillStrategyItems() {
            var strategies = new ListBoxModel();
            strategies.add(Messages.ApprovalPolicy_DefaultStrategy(), "");
            for (var strategy : MergeStrategy.values()) {
                strategies.add(strategy.word());
            }
            return strategies;
        }

        @POST
        public ListBoxModel doFillRetestItems() {
            var policies = new ListBoxModel();
            policies.add(Messages.ApprovalPolicy_DefaultRetest(), "");
            for (var policy : RetestPolicy.values()) {
                policies.add(policy.word());
            }
            return policies;
        }
    }
}
