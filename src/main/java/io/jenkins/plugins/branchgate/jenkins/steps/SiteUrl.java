package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredTarget;
import io.jenkins.plugins.branchgate.jenkins.connect.Targets;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/**
 * Works out where people find a site whose edge publishes a port of the engine's machine. Where only that machine would
 * find it, there is no address: none is better than a wrong one.
 */
final class SiteUrl {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private SiteUrl() {}

    /** The addresses of a host. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * @param connection how the engine is reached
     * @param agentHost the host name of the agent that the step runs on, empty if that is not known; null on the controller
     * @return null if that is not known
     */
    static String of(TargetConnection connection, String agentHost, Port port)
            throws IOException, InterruptedException {
        String jenkins = Jenkins.get().getRootUrl();
        if (connection.configured() == null) {
            return of(connection.dockerHost(), agentHost, jenkins, port, InetAddress::getAllByName);
        }
        var target = Targets.named(connection.configured());
        return of(
                target.map(ConfiguredTarget::getDockerHost).orElse(null),
                target.isEmpty() ? null : Targets.hostName(target.get()),
                jenkins,
                port,
                InetAddress::getAllByName);
    }

    /**
     * @param dockerHost the engine's address as given, or null for a local one
     * @param agentHost the host name of the agent that reaches a local engine, empty if that is not known; null if the
     *     controller does
     * @param jenkinsUrl the controller's own address, or null
     */
    static String of(String dockerHost, String agentHost, String jenkinsUrl, Port port, Resolver resolver) {
        String host = host(dockerHost, agentHost, jenkinsUrl, resolver);
        return host == null ? null : "http://" + host + ":" + port + "/";
    }

    private static String host(String dockerHost, String agentHost, String jenkinsUrl, Resolver resolver) {
        if (dockerHost != null && new EngineAddress(dockerHost).isNetwork()) {
            String engine = new EngineAddress(dockerHost).uri().getHost();
            if (!isLoopback(engine)) {
                return engine;
            }
        }
        if (agentHost != null) {
            return isReachable(agentHost, resolver) ? bracketed(agentHost) : null;
        }
        String own = jenkinsUrl == null ? null : URI.create(jenkinsUrl).getHost();
        return own == null ? "localhost" : own;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127(?:\\.[0-9]{1,3}){3}")
                || host.matches("\\[[0:]*:0*1]");
    }

    /** What an agent says of itself is often only what its own machine, or its container's, calls it. */
    private static boolean isReachable(String host, Resolver resolver) {
        if (!NAME.matcher(host).matches()
                && !(host.indexOf(':') >= 0 && IPV6.matcher(host).matches())) {
            return false;
        }
        try {
            var addresses = resolver.resolve(host);
            return addresses.length > 0 && Arrays.stream(addresses).noneMatch(SiteUrl::isOfOneMachine);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isOfOneMachine(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean ofDocker = address instanceof Inet6Address
                ? (bytes[0] & 0xfe) == 0xfc // unique local addresses
                : (bytes[0] & 0xff) == 172
                        && (bytes[1] & 0xf0) == 16; // 172.16.0.0/12, of which Docker makes its bridges
        return ofDocker
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress();
    }
}
