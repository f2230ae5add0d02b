package io.jenkins.plugins.branchgate.jenkins.steps;

import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.branchgate.jenkins.forms.CredentialsChoice;
import io.jenkins.plugins.branchgate.jenkins.forms.FieldCheck;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The step {@code qaApproval}: asks people to decide whether what QA tested is merged into another branch. The freestyle
 * step keeps its settings in one of these too.
 */
public class QaApprovalStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String from;
    private final String into;
    private boolean wait = true;
    private String environment;
    private String approvers;
    private Integer quorum;
    private boolean allowSelfApproval;
    private String message;
    private String checks;
    private String strategy;
    private String retest;
    private Integer expiresInHours;
    private Integer remindInHours;
    private String trigger;
    private String site;
    private String url;
    private String credentialsId;

    /**
     * @param from the branch that was deployed to QA
     * @param into the branch that approval merges it into
     */
    @DataBoundConstructor
    public QaApprovalStep(String from, String into) {
        this.from = Util.fixEmptyAndTrim(from);
        this.into = Util.fixEmptyAndTrim(into);
    }

    public String getFrom() {
        return from;
    }

    public String getInto() {
        return into;
    }

    public boolean isWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    public String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

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

    public String getMessage() {
        return message;
    }

    @DataBoundSetter
    public void setMessage(String message) {
        this.message = Util.fixEmptyAndTrim(message);
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

    public String getTrigger() {
        return trigger;
    }

    @DataBoundSetter
    public void setTrigger(String trigger) {
        this.trigger = Util.fixEmptyAndTrim(trigger);
    }

    public String getSite() {
        return site;
    }

    @DataBoundSetter
    public void setSite(String site) {
        this.site = Util.fixEmptyAndTrim(site);
    }

    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new QaApprovalExecution(context, this);
    }

    /** The step's form. */
    @Extension
    public static class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "qaApproval";
        }

        @Override
        public String getDisplayName() {
            return Messages.QaApprovalStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return arguments.get("from") + " → " + arguments.get("into");
        }

        @POST
        public ListBoxModel doFillStrategyItems() {
            var strategies = new ListBoxModel();
            strategies.add(Messages.QaApprovalStep_Merge(), "");
            strategies.add(Messages.QaApprovalStep_FastForwardOnly(), MergeStrategy.FAST_FORWARD_ONLY.word());
            strategies.add(Messages.QaApprovalStep_Squash(), MergeStrategy.SQUASH.word());
            return strategies;
        }

        @POST
        public ListBoxModel doFillRetestItems() {
            var policies = new ListBoxModel();
            policies.add(Messages.QaApprovalStep_RetestIfTreeDiffers(), "");
            policies.add(Messages.QaApprovalStep_RetestAlways(), RetestPolicy.ALWAYS.word());
            policies.add(Messages.QaApprovalStep_RetestNever(), RetestPolicy.NEVER.word());
            return policies;
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String url, @QueryParameter String credentialsId) {
            return CredentialsChoice.of(item, StandardUsernameCredentials.class, url, credentialsId);
        }

        @POST
        public FormValidation doCheckFrom(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.required(item, value, BranchName::new);
        }

        @POST
        public FormValidation doCheckInto(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.required(item, value, BranchName::new);
        }

        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, EnvironmentName::new);
        }

        @POST
        public FormValidation doCheckSite(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, SiteFolder::new);
        }
    }
}
