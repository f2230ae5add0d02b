package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredTarget;
import io.jenkins.plugins.branchgate.jenkins.connect.Targets;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.io.IOException;
import java.net.URI;
import jenkins.model.Jenkins;

/** Works out where people find a site whose edge publishes a port of the engine's machine. */
final class SiteUrl {
    private SiteUrl() {}

    /**
     * @param connection how the engine is reached
     * @param agentHost the host name of the agent that the step runs on; null on the controller
     */
    static String of(TargetConnection connection, String agentHost, Port port)
            throws IOException, InterruptedException {
        if (connection.configured() == null) {
            return of(connection.dockerHost(), agentHost, Jenkins.get().getRootUrl(), port);
        }
        var target = Targets.named(connection.configured());
        return of(
                target.map(ConfiguredTarget::getDockerHost).orElse(null),
                target.isEmpty() ? null : Targets.hostName(target.get()),
                Jenkins.get().getRootUrl(),
                port);
    }

    /**
     * @param dockerHost the engine's address as given, or null for a local one
     * @param agentHost the host name of the agent that reaches a local engine; null if the controller does
     * @param jenkinsUrl the controller's own address, or null
     */
    static String of(String dockerHost, String agentHost, String jenkinsUrl, Port port) {
        return "http://" + host(dockerHost, agentHost, jenkinsUrl) + ":" + port + "/";
    }

    private static String host(String dockerHost, String agentHost, String jenkinsUrl) {
        if (dockerHost != null && new EngineAddress(dockerHost).isNetwork()) {
            return new EngineAddress(dockerHost).uri().getHost();
        }
        if (agentHost != null) {
            return agentHost;
        }
        String own = jenkinsUrl == null ? null : URI.create(jenkinsUrl).getHost();
        return own == null ? "localhost" : own;
    }
}
