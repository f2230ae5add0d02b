package io.jenkins.plugins.branchgate.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.forms.CredentialsChoice;
import io.jenkins.plugins.branchgate.jenkins.forms.FieldCheck;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.OwnerNames;
import io.jenkins.plugins.branchgate.model.TargetName;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.io.IOException;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A place where containers run, as an administrator configured it: a Docker engine that the controller or an agent
 * reaches. With neither agent nor address it is the controller's own engine.
 */
public class ConfiguredTarget extends AbstractDescribableImpl<ConfiguredTarget> {

    private static final Pattern AGENT = Pattern.compile("[^\\p{Cntrl}\\p{Cf}/\\\\]{1,200}");

    private final String name;
    private String agent;
    private String dockerHost;
    private String dockerCredentialsId;
    private String owners;

    /** @param name its name, which environments use */
    @DataBoundConstructor
    public ConfiguredTarget(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    public String getName() {
        return name;
    }

    /** The name or label of the agent that reaches the engine, or null for the controller. */
    public String getAgent() {
        return agent;
    }

    @DataBoundSetter
    public void setAgent(String agent) {
        this.agent = Util.fixEmptyAndTrim(agent);
    }

    /** The engine's address as that machine sees it, or null for its {@code DOCKER_HOST} or local socket. */
    public String getDockerHost() {
        return dockerHost;
    }

    @DataBoundSetter
    public void setDockerHost(String dockerHost) {
        this.dockerHost = Util.fixEmptyAndTrim(dockerHost);
    }

    /** The id of Docker server credentials among the controller's own, or null for none. */
    public String getDockerCredentialsId() {
        return dockerCredentialsId;
    }

    @DataBoundSetter
    public void setDockerCredentialsId(String dockerCredentialsId) {
        this.dockerCredentialsId = Util.fixEmptyAndTrim(dockerCredentialsId);
    }

    /** The jobs and folders whose steps may name the target, see {@link OwnerNames}, or null for all. */
    public String getOwners() {
        return owners;
    }

    @DataBoundSetter
    public void setOwners(String owners) {
        this.owners = Util.fixEmptyAndTrim(owners);
    }

    /**
     * True if what whoever wrote a job's steps says may lead there. What an administrator configures may lead anywhere.
     *
     * @param job the job's full name, or that of an environment's owner
     */
    public boolean mayUse(String job) {
        var names = OwnerNames.parse(owners);
        return names.isEmpty() || job != null && names.contain(job);
    }

    /** Follows an owner that got another full name. True if that changed anything. */
    boolean renamed(String from, String to) {
        var before = OwnerNames.parse(owners);
        var after = before.renamed(from, to);
        owners = after.text();
        return !after.equals(before);
    }

    /**
     * Its name, once all of it was found to be right.
     *
     * @throws InvalidValueException if a value is refused; says which, and of which target
     */
    TargetName check() {
        var parsed = new TargetName(name);
        try {
            if (agent != null) {
                parseAgent(agent);
            }
            if (dockerHost != null) {
                parseAddress(dockerHost);
            }
            OwnerNames.parse(owners);
        } catch (InvalidValueException e) {
            throw e.in("target " + parsed);
        }
        return parsed;
    }

    private static EngineAddress parseAddress(String dockerHost) {
        return new EngineAddress(dockerHost);
    }

    private static String parseAgent(String agent) {
        if (!AGENT.matcher(agent).matches()) {
            throw new InvalidValueException(
                    "agent", agent, "the name or a label of an agent, at most 200 characters without slashes");
        }
        return agent;
    }

    /** Connects to a target, to try its settings; what connects to engines implements it. */
    public interface Connector extends ExtensionPoint {
        /**
         * Who answers there, for people. Takes at most half a minute.
         *
         * @throws IOException if nobody does; the message says why, and holds no secret
         */
        String describe(ConfiguredTarget target) throws IOException, InterruptedException;
    }

    /** The form. */
    @Extension
    public static class DescriptorImpl extends Descriptor<ConfiguredTarget> {
        @Override
        public String getDisplayName() {
            return Messages.ConfiguredTarget_DisplayName();
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return FieldCheck.required(null, value, TargetName::new);
        }

        @POST
        public FormValidation doCheckAgent(@QueryParameter String value) {
            return FieldCheck.optional(null, value, ConfiguredTarget::parseAgent);
        }

        @POST
        public FormValidation doCheckOwners(@QueryParameter String value) {
            return FieldCheck.optional(null, value, OwnerNames::parse);
        }

        @POST
        public FormValidation doCheckDockerHost(@QueryParameter String value) {
            return FieldCheck.optional(null, value, ConfiguredTarget::parseAddress);
        }

        @POST
        public ListBoxModel doFillDockerCredentialsIdItems(@QueryParameter String dockerCredentialsId) {
            return CredentialsChoice.ofDockerServers(null, dockerCredentialsId);
        }

        /** The button that tries the settings as they stand in the form. */
        @POST
        public FormValidation doTryConnection(
                @QueryParameter String name,
                @QueryParameter String agent,
                @QueryParameter String dockerHost,
                @QueryParameter String dockerCredentialsId)
                throws InterruptedException {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            var target = new ConfiguredTarget(name);
            target.setAgent(agent);
            target.setDockerHost(dockerHost);
            target.setDockerCredentialsId(dockerCredentialsId);
            try {
                target.check();
                return FormValidation.ok(Messages.ConfiguredTarget_Answers(
                        ExtensionList.lookupSingleton(Connector.class).describe(target)));
            } catch (InvalidValueException | IOException e) {
                return FormValidation.error(e.getMessage());
            }
        }
    }
}
