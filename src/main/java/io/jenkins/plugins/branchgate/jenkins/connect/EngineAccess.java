package io.jenkins.plugins.branchgate.jenkins.connect;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredTarget;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.platform.docker.EngineKeys;
import jenkins.model.Jenkins;

/** Turns a Docker address and a credentials id into something the engine room can connect with. */
public final class EngineAccess {
    private EngineAccess() {}

    /**
     * @param run the build on whose behalf the engine is used
     * @param dockerHost the engine's address, or null for the default of the machine that talks to it
     * @param credentialsId the id of Docker server credentials (X.509 client certificate), or null for none
     * @throws AbortException if the build cannot see such credentials, or the docker-commons plugin is not installed
     */
    public static EngineRef ref(Run<?, ?> run, String dockerHost, String credentialsId) throws AbortException {
        String id = Util.fixEmptyAndTrim(credentialsId);
        return new EngineRef(Util.fixEmptyAndTrim(dockerHost), id == null ? null : keys(run, id));
    }

    /**
     * The engine of a configured target, with keys from among the controller's own credentials.
     *
     * @throws AbortException if there are no such credentials, or the docker-commons plugin is not installed
     */
    public static EngineRef ref(ConfiguredTarget target) throws AbortException {
        String id = target.getDockerCredentialsId();
        if (id == null) {
            return new EngineRef(target.getDockerHost(), null);
        }
        requirePlugin("Target " + target.getName(), id);
        var keys = DockerServerKeys.ofController(id);
        if (keys == null) {
            throw new AbortException("Target " + target.getName() + " names the Docker server credentials "
                    + InvalidValueException.printable(id) + ", and the controller has none with that id. Nothing was"
                    + " changed. Add them under Manage Jenkins, Credentials, System, or choose others in Manage Jenkins,"
                    + " System, Branch Gate.");
        }
        return new EngineRef(target.getDockerHost(), keys);
    }

    private static void requirePlugin(String who, String id) throws AbortException {
        if (Jenkins.get().getPlugin("docker-commons") == null) {
            throw new AbortException(who + " names the Docker credentials " + InvalidValueException.printable(id)
                    + ", but the plugin that keeps such credentials, docker-commons, is not installed. Install it, or"
                    + " leave dockerCredentialsId out for an engine that asks for no keys. Nothing was changed.");
        }
    }

    private static EngineKeys keys(Run<?, ?> run, String id) throws AbortException {
        requirePlugin("The step", id);
        var keys = DockerServerKeys.find(run, id);
        if (keys == null) {
            throw new AbortException("The job " + run.getParent().getFullDisplayName()
                    + " can see no Docker server credentials (X.509 client certificate) with the id "
                    + InvalidValueException.printable(id) + ". Check dockerCredentialsId. Nothing was changed.");
        }
        return keys;
    }
}
