package io.jenkins.plugins.branchgate.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/**
 * A connection to one Docker Engine, API 1.41 (Docker 20.10) or newer: opened at the first use, kept, shared by all
 * threads.
 */
public final class DockerEngine implements Closeable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final EngineAddress address;
    private final EngineKeys keys;
    private DockerClient client;
    private DockerClient prompt;

    /**
     * @param address where the engine listens
     * @param keys TLS keys, or null for a connection without TLS
     */
    public DockerEngine(EngineAddress address, EngineKeys keys) {
        this.address = Objects.requireNonNull(address, "address");
        this.keys = keys;
    }

    /** Where the engine listens. */
    public EngineAddress address() {
        return address;
    }

    /**
     * The client; makes it at the first call, does not talk to the engine yet. Answers may take as long as they take:
     * a build or a log is one answer.
     *
     * @throws EngineException if the keys cannot be read
     */
    public synchronized DockerClient client() throws EngineException {
        if (client == null) {
            client = connect(null);
        }
        return client;
    }

    /**
     * The client for requests that have short answers: one that is silent for 60 s has failed. No grace for a container to
     * stop may be longer.
     *
     * @throws EngineException if the keys cannot be read
     */
    public synchronized DockerClient prompt() throws EngineException {
        if (prompt == null) {
            prompt = connect(SILENCE);
        }
        return prompt;
    }

    /**
     * Asks the engine who it is; waits at most 5 s for a connection and 15 s for the answer.
     *
     * @return product, version and address, for people
     * @throws EngineException if nothing answers; the message says which address was tried and how to give another
     */
    public String ping() throws EngineException {
        try (var once = connect(ANSWER)) {
            var version = once.versionCmd().exec();
            return "Docker Engine " + version.getVersion() + " (API " + version.getApiVersion() + ") at " + address;
        } catch (RuntimeException | IOException e) {
            throw unreachable(e);
        }
    }

    /** The exception for a request that did not reach the engine: which address was tried, and how to give another. */
    public EngineException unreachable(Throwable cause) {
        return new EngineException(
                "No Docker engine answers at " + address + ": " + EngineWords.of(cause)
                        + ". Nothing was changed. Start the engine, or give another address: the step's dockerHost, or"
                        + " the environment variable DOCKER_HOST, such as unix:///var/run/docker.sock or"
                        + " tcp://docker.example.com:2376"
                        + (keys == null && address.isNetwork() ? " with TLS keys if the engine asks for them." : "."),
                cause);
    }

    @Override
    public synchronized void close() throws IOException {
        if (client != null) {
            client.close();
            client = null;
        }
        if (prompt != null) {
            prompt.close();
            prompt = null;
        }
    }

    private DockerClient connect(Duration answer) throws EngineException {
        var tls = keys == null ? null : EngineTls.of(keys);
        try {
            // Only registry credentials are taken from ~/.docker; address and keys are those given here.
            var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                    .withDockerHost(address.value())
                    .withDockerTlsVerify(false)
                    .withCustomSslConfig(tls)
                    .build();
            var http = new ApacheDockerHttpClient.Builder()
                    .dockerHost(address.uri())
                    .sslConfig(tls)
                    .connectionTimeout(CONNECT)
                    .responseTimeout(answer)
                    .build();
            return DockerClientImpl.getInstance(config, new RepeatingHttp(http));
        } catch (RuntimeException e) {
            throw new EngineException(
                    "The connection to the Docker engine at " + address + " could not be set up: " + EngineWords.of(e)
                            + ". Nothing was changed. The settings in this user's ~/.docker may be unreadable.",
                    e);
        }
    }
}
