package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.branchgate.jenkins.forms.FieldCheck;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import java.io.IOException;
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

/** The step {@code rollbackDeployment}: brings an environment back to a release it ran before. Needs no workspace. */
public class RollbackDeploymentStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String environment;
    private String to;
    private String site;
    private String url;

    /** @param environment the environment's name */
    @DataBoundConstructor
    public RollbackDeploymentStep(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    public String getEnvironment() {
        return environment;
    }

    public String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(String to) {
        this.to = Util.fixEmptyAndTrim(to);
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

    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        return new Execution(context, this);
    }

    /** Runs the step on a thread of its own; aborting before the switch changes nothing. */
    static class Execution extends BlockingExecution {
        private static final long serialVersionUID = 1L;

        private final RollbackDeploymentStep step;

        Execution(StepContext context, RollbackDeploymentStep step) throws IOException, InterruptedException {
            super(context);
            this.step = step;
        }

        @Override
        Map<String, Object> carryOut(BuildContext build) throws Exception {
            return new BranchRollback(build, step).run();
        }
    }

    /** The step's form. */
    @Extension
    public static class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "rollbackDeployment";
        }

        @Override
        public String getDisplayName() {
            return Messages.RollbackDeploymentStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return String.valueOf(arguments.get("environment"));
        }

        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.required(item, value, EnvironmentName::new);
        }

        @POST
        public FormValidation doCheckTo(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, ReleaseId::new);
        }

        @POST
        public FormValidation doCheckSite(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, SiteFolder::new);
        }
    }
}
