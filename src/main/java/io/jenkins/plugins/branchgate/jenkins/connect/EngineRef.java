package io.jenkins.plugins.branchgate.jenkins.connect;

import io.jenkins.plugins.branchgate.platform.docker.EngineKeys;
import java.io.Serializable;

/**
 * Names an engine as seen from the machine that talks to it.
 *
 * @param dockerHost its address, or null for that machine's {@code DOCKER_HOST} or local socket
 * @param keys TLS keys, or null
 */
public record EngineRef(String dockerHost, EngineKeys keys) implements Serializable {}
