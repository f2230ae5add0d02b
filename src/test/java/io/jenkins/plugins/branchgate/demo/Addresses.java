package io.jenkins.plugins.branchgate.demo;

import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/** Where the environments answer, and whether they can and do. */
final class Addresses {

    private static final int PATIENCE = 5_000;

    private final EngineAddress engine;
    private final Platform platform;
    private final SiteId site;

    Addresses(EngineAddress engine, Platform platform, SiteId site) {
        this.engine = engine;
        this.platform = platform;
        this.site = site;
    }

    URI url(Environment environment) {
        String host = engine.isNetwork() ? engine.uri().getHost() : "127.0.0.1";
        return URI.create("http://" + host + ":" + environment.port() + "/");
    }

    /**
     * Makes sure that an environment can have its port.
     *
     * @param argument how another one is given
     */
    void check(Environment environment, String argument) throws RefusedException, PlatformException {
        var edge = platform.edge(new EnvironmentKey(site, environment.name()));
        if (engine.isNetwork() || edge.port() == environment.port().value()) {
            return;
        }
        try (var free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(environment.port().value()));
        } catch (IOException e) {
            throw new RefusedException(
                    "Port " + environment.port() + ", where " + environment.name() + " is to answer, is taken or not"
                            + " allowed (" + e.getMessage() + "). Nothing was touched. Give another with " + argument
                            + "; if an earlier demo of another repository has it, dev/demo --down frees it.",
                    e);
        }
    }

    /** What an environment answers: the status, or what went wrong. */
    String answer(Environment environment) {
        try {
            var connection = (HttpURLConnection) url(environment).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE);
            connection.setReadTimeout(PATIENCE);
            try {
                return Integer.toString(connection.getResponseCode());
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    boolean isHealthy(Environment environment) {
        String answer = answer(environment);
        return answer.matches("[23][0-9]{2}");
    }
}
