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
import io.jenkins.plugins.branchgate.jenkins.forms.RolloutChoice;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HttpPath;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.WebAddress;
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

/**
 * The step {@code deployBranch}: brings the commit the build works on into an environment. The freestyle step keeps its
 * settings in one of these too.
 */
public class DeployBranchStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String environment;
    private String branch;
    private String site;
    private Integer port;
    private Integer replicas;
    private String dockerfile;
    private String health;
    private Integer healthTimeout;
    private Integer drain;
    private Integer watch;
    private String gate;
    private String rollout;
    private Integer batch;
    private Integer containerPort;
    private String siteUrl;
    private String target;
    private String dockerHost;
    private String dockerCredentialsId;
    private String url;
    private String credentialsId;

    /** @param environment the environment's name */
    @DataBoundConstructor
    public DeployBranchStep(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    public String getEnvironment() {
        return environment;
    }

    public String getBranch() {
        return branch;
    }

    @DataBoundSetter
    public void setBranch(String branch) {
        this.branch = Util.fixEmptyAndTrim(branch);
    }

    public String getSite() {
        return site;
    }

    @DataBoundSetter
    public void setSite(String site) {
        this.site = Util.fixEmptyAndTrim(site);
    }

    public Integer getPort() {
        return port;
    }

    @DataBoundSetter
    public void setPort(Integer port) {
        this.port = port;
    }

    public Integer getReplicas() {
        return replicas;
    }

    @DataBoundSetter
    public void setReplicas(Integer replicas) {
        this.replicas = replicas;
    }

    public String getDockerfile() {
        return dockerfile;
    }

    @DataBoundSetter
    public void setDockerfile(String dockerfile) {
        this.dockerfile = Util.fixEmptyAndTrim(dockerfile);
    }

    public String getHealth() {
        return health;
    }

    @DataBoundSetter
    public void setHealth(String health) {
        this.health = Util.fixEmptyAndTrim(health);
    }

    public Integer getHealthTimeout() {
        return healthTimeout;
    }

    @DataBoundSetter
    public void setHealthTimeout(Integer healthTimeout) {
        this.healthTimeout = healthTimeout;
    }

    public Integer getDrain() {
        return drain;
    }

    @DataBoundSetter
    public void setDrain(Integer drain) {
        this.drain = drain;
    }

    public Integer getWatch() {
        return watch;
    }

    @DataBoundSetter
    public void setWatch(Integer watch) {
        this.watch = watch;
    }

    public String getGate() {
        return gate;
    }

    @DataBoundSetter
    public void setGate(String gate) {
        this.gate = Util.fixEmptyAndTrim(gate);
    }

    public String getRollout() {
        return rollout;
    }

    @DataBoundSetter
    public void setRollout(String rollout) {
        this.rollout = Util.fixEmptyAndTrim(rollout);
    }

    public Integer getBatch() {
        return batch;
    }

    @DataBoundSetter
    public void setBatch(Integer batch) {
        this.batch = batch;
    }

    public Integer getContainerPort() {
        return containerPort;
    }

    @DataBoundSetter
    public void setContainerPort(Integer containerPort) {
        this.containerPort = containerPort;
    }

    public String getSiteUrl() {
        return siteUrl;
    }

    @DataBoundSetter
    public void setSiteUrl(String siteUrl) {
        this.siteUrl = Util.fixEmptyAndTrim(siteUrl);
    }

    public String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    public String getDockerHost() {
        return dockerHost;
    }

    @DataBoundSetter
    public void setDockerHost(String dockerHost) {
        this.dockerHost = Util.fixEmptyAndTrim(dockerHost);
    }

    public String getDockerCredentialsId() {
        return dockerCredentialsId;
    }

    @DataBoundSetter
    public void setDockerCredentialsId(String dockerCredentialsId) {
        this.dockerCredentialsId = Util.fixEmptyAndTrim(dockerCredentialsId);
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

    /** The environment these settings describe, before what is left out is filled in. */
    EnvironmentSettings settings() {
        return new EnvironmentSettings(
                environment,
                branch,
                port,
                replicas,
                dockerfile,
                health,
                healthTimeout,
                drain,
                watch,
                gate,
                rollout,
                batch,
                containerPort);
    }

    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        return new DeployBranchExecution(context, this);
    }

    /** The step's form. */
    @Extension
    public static class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "deployBranch";
        }

        @Override
        public String getDisplayName() {
            return Messages.DeployBranchStep_DisplayName();
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
        public ListBoxModel doFillGateItems() {
            var gates = new ListBoxModel();
            gates.add(Messages.DeployBranchStep_DefaultGate(), "");
            gates.add(Messages.DeployBranchStep_OpenGate(), GateRule.OPEN.word());
            gates.add(Messages.DeployBranchStep_ApprovedGate(), GateRule.APPROVED.word());
            return gates;
        }

        @POST
        public ListBoxModel doFillRolloutItems() {
            return RolloutChoice.items();
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String url, @QueryParameter String credentialsId) {
            return CredentialsChoice.of(item, StandardUsernameCredentials.class, url, credentialsId);
        }

        @POST
        public ListBoxModel doFillDockerCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String dockerCredentialsId) {
            return CredentialsChoice.ofDockerServers(item, dockerCredentialsId);
        }

        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.required(item, value, EnvironmentName::new);
        }

        @POST
        public FormValidation doCheckBranch(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, BranchName::new);
        }

        @POST
        public FormValidation doCheckSiteUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, WebAddress::new);
        }

        @POST
        public FormValidation doCheckSite(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, SiteFolder::new);
        }

        @POST
        public FormValidation doCheckHealth(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, HttpPath::new);
        }
    }
}
