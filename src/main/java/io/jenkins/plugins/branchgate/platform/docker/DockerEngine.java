package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import io.jenkins.plugins.branchgate.model.SafeText;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
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

    /** A step of a build may say nothing for long. */
    private static final Duration SILENCE_OF_A_BUILD = Duration.ofHours(1);

    /** An engine packs and unpacks whole images before it says anything. */
    private static final Duration SILENCE_OF_A_TRANSFER = Duration.ofMinutes(10);

    private static final long MIB = 1024 * 1024;
    private static final Limits SHORT = new Limits(SILENCE, 16 * MIB, SILENCE.multipliedBy(2));
    private static final Limits LONG = new Limits(SILENCE_OF_A_BUILD, 64 * MIB, Duration.ofHours(24));

    private final EngineAddress address;
    private final EngineKeys keys;
    private DockerClient client;
    private DockerClient prompt;
    private DockerClient transfers;

    /**
     * How much of an answer is taken.
     *
     * @param silence how long nothing may come
     * @param bytes how long the answer may be
     * @param time how long the whole answer may take
     */
    record Limits(Duration silence, long bytes, Duration time) {

        /** True for answers that are read at once by who asked. */
        boolean isShort() {
            return bytes <= SHORT.bytes;
        }
    }

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
     * The client; makes it at the first call, does not talk to the engine yet. Answers may take long, as a build's does;
     * one that is silent for an hour, or longer than 64 MiB, has failed.
     *
     * @throws EngineException if the keys cannot be read
     */
    public synchronized DockerClient client() throws EngineException {
        if (client == null) {
            client = connect(LONG);
        }
        return client;
    }

    /**
     * The client for requests that have short answers: one that is silent for 60 s, takes 120 s or is longer than 16 MiB
     * has failed. No grace for a container to stop may be longer.
     *
     * @throws EngineException if the keys cannot be read
     */
    public synchronized DockerClient prompt() throws EngineException {
        if (prompt == null) {
            prompt = connect(SHORT);
        }
        return prompt;
    }

    /**
     * The client for whole images, of any length: a transfer in which nothing comes for ten minutes has failed.
     *
     * @throws EngineException if the keys cannot be read
     */
    public synchronized DockerClient transfers() throws EngineException {
        if (transfers == null) {
            transfers = connect(new Limits(SILENCE_OF_A_TRANSFER, Long.MAX_VALUE, Duration.ofHours(24)));
        }
        return transfers;
    }

    /**
     * Asks the engine who it is; waits at most 5 s for a connection and 15 s for the answer.
     *
     * @return product, version and address, for people
     * @throws EngineException if nothing answers; the message says which address was tried and how to give another
     */
    public String ping() throws EngineException {
        try (var once = connect(new Limits(ANSWER, MIB, ANSWER))) {
            var version = once.versionCmd().exec();
            return SafeText.line(
                    "Docker Engine " + version.getVersion() + " (API " + version.getApiVersion() + ") at " + address);
        } catch (RuntimeException | IOException e) {
            throw unreachable(e);
        }
    }

    /**
     * The exception for a request that did not reach the engine: which address was tried, and how to give another; or, if
     * it is there and may not be used, who may not, and what grants it.
     */
    public EngineException unreachable(Throwable cause) {
        var refused = address.refusal();
        if (refused.isPresent()) {
            return new EngineException(refused.get(), cause);
        }
        return new EngineException(
                "No Docker engine answers at " + address + ": " + EngineError.of(cause)
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
        if (transfers != null) {
            transfers.close();
            transfers = null;
        }
    }

    private DockerClient connect(Limits limits) throws EngineException {
        var tls = keys == null ? null : EngineTls.of(keys);
        try {
            var http = new ApacheDockerHttpClient.Builder()
                    .dockerHost(address.uri())
                    .sslConfig(tls)
                    .connectionTimeout(CONNECT)
                    .responseTimeout(limits.silence())
                    .build();
            return DockerClientImpl.getInstance(
                    new OwnSettings(address, tls), new BoundedHttp(new RepeatingHttp(http), limits));
        } catch (RuntimeException e) {
            throw new EngineException(
                    "The connection to the Docker engine at " + address + " could not be set up: " + EngineError.of(e)
                            + ". Nothing was changed.",
                    e);
        }
    }

    /**
     * What is given here and nothing else: no file of the user's {@code ~/.docker}, no variable and no system property
     * names a registry, a credential, a context or a key.
     */
    private record OwnSettings(EngineAddress address, SSLConfig tls) implements DockerClientConfig {

        @Override
        public URI getDockerHost() {
            return address.uri();
        }

        @Override
        public RemoteApiVersion getApiVersion() {
            return RemoteApiVersion.unknown();
        }

        @Override
        public String getRegistryUsername() {
            return null;
        }

        @Override
        public String getRegistryPassword() {
            return null;
        }

        @Override
        public String getRegistryEmail() {
            return null;
        }

        @Override
        public String getRegistryUrl() {
            return AuthConfig.DEFAULT_SERVER_ADDRESS;
        }

        @Override
        public AuthConfig effectiveAuthConfig(String imageName) {
            return null;
        }

        @Override
        public AuthConfigurations getAuthConfigurations() {
            return new AuthConfigurations();
        }

        @Override
        public SSLConfig getSSLConfig() {
            return tls;
        }
    }
}
