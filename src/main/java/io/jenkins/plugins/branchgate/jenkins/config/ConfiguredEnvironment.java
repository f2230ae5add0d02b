package io.jenkins.plugins.branchgate.jenkins.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.forms.FieldCheck;
import io.jenkins.plugins.branchgate.jenkins.forms.RolloutChoice;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.WebAddress;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** An environment that steps may name instead of giving its settings; what a step gives wins. Blank means the usual default. */
public class ConfiguredEnvironment extends AbstractDescribableImpl<ConfiguredEnvironment> {

    private final String name;
    private String branch;
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
    private String siteUrl;
    private String dockerHost;
    private String dockerCredentialsId;

    /** @param name its name, which steps use */
    @DataBoundConstructor
    public ConfiguredEnvironment(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    public String getName() {
        return name;
    }

    public String getBranch() {
        return branch;
    }

    @DataBoundSetter
    public void setBranch(String branch) {
        this.branch = Util.fixEmptyAndTrim(branch);
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

    public String getSiteUrl() {
        return siteUrl;
    }

    @DataBoundSetter
    public void setSiteUrl(String siteUrl) {
        this.siteUrl = Util.fixEmptyAndTrim(siteUrl);
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

    /** The settings as the model has them. */
    public EnvironmentSettings settings() {
        return new EnvironmentSettings(
                name, branch, port, replicas, dockerfile, health, healthTimeout, drain, watch, gate, rollout, batch);
    }

    /** The form. */
    @Extension
    public static class DescriptorImpl extends Descriptor<ConfiguredEnvironment> {
        @Override
        public String getDisplayName() {
            return Messages.ConfiguredEnvironment_DisplayName();
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return FieldCheck.required(null, value, EnvironmentName::new);
        }

        @POST
        public FormValidation doCheckBranch(@QueryParameter String value) {
            return FieldCheck.optional(null, value, BranchName::new);
        }

        @POST
        public FormValidation doCheckSiteUrl(@QueryParameter String value) {
            return FieldCheck.optional(null, value, WebAddress::new);
        }

        @POST
        public ListBoxModel doFillGateItems() {
            var gates = new ListBoxModel();
            gates.add(Messages.ConfiguredEnvironment_DefaultGate(), "");
            gates.add(Messages.ConfiguredEnvironment_OpenGate(), GateRule.OPEN.word());
            gates.add(Messages.ConfiguredEnvironment_ApprovedGate(), GateRule.APPROVED.word());
            return gates;
        }

        @POST
        public ListBoxModel doFillRolloutItems() {
            return RolloutChoice.items();
        }
    }
}
