package io.jenkins.plugins.branchgate.jenkins.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import org.kohsuke.stapler.DataBoundSetter;

/** Of a configured environment, what a step could say as well. */
public abstract class ConfiguredSettings extends AbstractDescribableImpl<ConfiguredEnvironment> {

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
    private Integer containerPort;
    private String siteUrl;

    ConfiguredSettings(String name) {
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

    /** The settings as the model has them. */
    public EnvironmentSettings settings() {
        return new EnvironmentSettings(
                name,
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
}
