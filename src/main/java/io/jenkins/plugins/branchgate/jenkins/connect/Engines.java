package io.jenkins.plugins.branchgate.jenkins.connect;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.DockerImageBuilder;
import io.jenkins.plugins.branchgate.platform.docker.DockerPlatform;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The engines this process talks to, controller or agent: one connection each, kept as long as the process lives. */
final class Engines {
    private static final Map<EngineRef, Engine> CONNECTED = new ConcurrentHashMap<>();

    private Engines() {}

    /** @throws io.jenkins.plugins.branchgate.model.InvalidValueException if the address is malformed */
    static Engine of(EngineRef ref) {
        return CONNECTED.computeIfAbsent(ref, r -> {
            var engine = new DockerEngine(EngineAddress.of(r.dockerHost(), System.getenv()), r.keys());
            return new Engine(new DockerPlatform(engine), new DockerImageBuilder(engine));
        });
    }

    /** The two things asked of an engine. */
    record Engine(Platform platform, ImageBuilder images) {}
}
