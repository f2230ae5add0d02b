package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a Docker Engine listens: {@code unix:///path}, {@code tcp://host:port} or {@code npipe:////./pipe/name}. A host
 * without a scheme, as {@code docker -H} takes it, is a TCP address; a TCP address without a port gets 2376, Docker's
 * port for TLS.
 *
 * @param value the address, normalised
 */
public record EngineAddress(String value) implements Serializable {

    private static final String ALLOWED =
            "unix:///var/run/docker.sock, tcp://docker.example.com:2376 or npipe:////./pipe/docker_engine";
    private static final Pattern UNIX = Pattern.compile("unix:///[A-Za-z0-9._@+~/ -]{1,200}");
    private static final Pattern TCP = Pattern.compile(
            "tcp://(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?/?");
    private static final Pattern PIPE = Pattern.compile("npipe:////\\./pipe/[A-Za-z0-9._-]{1,200}");

    private static final String SOCKET = "unix://";

    /** The socket of an engine on this machine; below the patterns it is parsed with. */
    public static final EngineAddress LOCAL = new EngineAddress("unix:///var/run/docker.sock");

    /** @throws InvalidValueException if the value is not one of the three forms above */
    public EngineAddress {
        String given = value;
        value = value == null ? "" : value.strip();
        if (!value.contains("://") && !value.isEmpty() && value.charAt(0) != '/') {
            value = "tcp://" + value;
        }
        if (TCP.matcher(value).matches()) {
            value = withPort(value.replaceFirst("/$", ""), given);
        } else if (!UNIX.matcher(value).matches() && !PIPE.matcher(value).matches()) {
            throw new InvalidValueException("Docker address", given, ALLOWED);
        }
    }

    /**
     * The address given, or if that is null or blank the one in {@code DOCKER_HOST}, or the local socket.
     *
     * @param given from a step or a form; may be null
     * @param environment the process's environment variables
     * @throws InvalidValueException if the address is malformed
     */
    public static EngineAddress of(String given, Map<String, String> environment) {
        if (given != null && !given.isBlank()) {
            return new EngineAddress(given);
        }
        String host = environment.get("DOCKER_HOST");
        return host == null || host.isBlank() ? LOCAL : new EngineAddress(host);
    }

    /** True if the engine is reached over a network, where keys matter. */
    public boolean isNetwork() {
        return value.startsWith("tcp://");
    }

    /**
     * Why this process's user may not use the engine's socket, and what grants it; empty if there is no socket, or the
     * user may.
     */
    Optional<String> refusal() {
        if (!value.startsWith(SOCKET)) {
            return Optional.empty();
        }
        var socket = Path.of(value.substring(SOCKET.length()));
        if (!Files.exists(socket) || Files.isWritable(socket)) {
            return Optional.empty();
        }
        String user = System.getProperty("user.name");
        String group = group(socket);
        return Optional.of("The user " + user + " may not use the Docker engine's socket " + socket
                + ". Nothing was changed. Add that user to the group " + group + " (usermod -aG " + group + " " + user
                + "), then start Jenkins, or the agent that runs as that user, again.");
    }

    /** The group that the socket is for; Docker's own where the socket is for root alone. */
    private static String group(Path socket) {
        try {
            String group = Files.readAttributes(socket, PosixFileAttributes.class)
                    .group()
                    .getName();
            return group.equals("root") ? "docker" : group;
        } catch (IOException | UnsupportedOperationException e) {
            return "docker";
        }
    }

    /** As an URI, the form that clients take. */
    public URI uri() {
        return URI.create(value.replace(" ", "%20"));
    }

    @Override
    public String toString() {
        return value;
    }

    private static String withPort(String tcp, String given) {
        var port = Pattern.compile(":([0-9]{1,5})$").matcher(tcp);
        if (!port.find()) {
            return tcp + ":2376";
        }
        int number = Integer.parseInt(port.group(1));
        if (number < 1 || number > 65_535) {
            throw new InvalidValueException("Docker address", given, ALLOWED);
        }
        return tcp;
    }
}
