package io.jenkins.plugins.branchgate.jenkins.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** What holds for approvals where a step says nothing else. Blank means the usual default. */
public class ApprovalPolicy extends AbstractDescribableImpl<ApprovalPolicy> {

    private String approvers;
    private Integer quorum;
    private boolean allowSelfApproval;
    private String checks;
    private String strategy;
    private String retest;
    private Integer expiresInHours;
    private Integer remindInHours;

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

    /** The form. */
    @Extension
    public static class DescriptorImpl extends Descriptor<ApprovalPolicy> {
        @Override
        public String getDisplayName() {
            return Messages.ApprovalPolicy_DisplayName();
        }

        @POST
        public ListBoxModel doFillStrategyItems() {
            var strategies = new ListBoxModel();
            strategies.add("");
            for (var strategy : MergeStrategy.values()) {
                strategies.add(strategy.word());
            }
            return strategies;
        }

        @POST
        public ListBoxModel doFillRetestItems() {
            var policies = new ListBoxModel();
            policies.add("");
            for (var policy : RetestPolicy.values()) {
                policies.add(policy.word());
            }
            return policies;
        }
    }
}
