package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.branchgate.jenkins.forms.FieldCheck;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
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

/** The step {@code scaleDeployment}: gives an environment another number of containers of the release it runs. Needs no workspace. */
public class ScaleDeploymentStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String environment;
    private final Integer replicas;
    private String site;
    private String url;

    /**
     * @param environment the environment's name
     * @param replicas how many containers it is to have, 1 to 32
     */
    @DataBoundConstructor
    public ScaleDeploymentStep(String environment, Integer replicas) {
        this.environment = Util.fixEmptyAndTrim(environment);
        this.replicas = replicas;
    }

    public String getEnvironment() {
        return environment;
    }

    public Integer getReplicas() {
        return replicas;
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

        private final ScaleDeploymentStep step;

        Execution(StepContext context, ScaleDeploymentStep step) throws IOException, InterruptedException {
            super(context);
            this.step = step;
        }

        @Override
        Map<String, Object> carryOut(BuildContext build) throws Exception {
            return new BranchScaling(build, step).run();
        }
    }

    /** The step's form. */
    @Extension
    public static class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "scaleDeployment";
        }

        @Override
        public String getDisplayName() {
            return Messages.ScaleDeploymentStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return arguments.get("environment") + ", " + arguments.get("replicas");
        }

        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.required(item, value, EnvironmentName::new);
        }

        @POST
        public FormValidation doCheckSite(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, SiteFolder::new);
        }
    }
}
