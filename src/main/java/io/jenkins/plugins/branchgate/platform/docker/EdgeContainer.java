package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes edges: HAProxy in a container that publishes one port and needs no privilege. */
final class EdgeContainer {

    private static final String FOLDER = "/usr/local/etc/haproxy/";
    private static final String FILE = "haproxy.cfg";

    /** What runs in an edge. */
    static final String[] COMMAND = {"haproxy", "-f", FOLDER + FILE};

    private final EngineRequests requests;
    private final Containers containers;
    private final ImageRef image;

    EdgeContainer(EngineRequests requests, Containers containers, ImageRef image) {
        this.requests = requests;
        this.containers = containers;
        this.image = image;
    }

    /**
     * Makes an edge that does not run yet. If it cannot be made, nothing of it is left.
     *
     * @return the container's id
     */
    String make(EnvironmentKey place, String name, Port port, String address, String configuration)
            throws PlatformException, InterruptedException {
        String id = create(place, name, port, address);
        try {
            requests.client()
                    .copyArchiveToContainerCmd(id)
                    .withRemotePath(FOLDER)
                    .withTarInputStream(new ByteArrayInputStream(archive(configuration)))
                    .exec();
            return id;
        } catch (RuntimeException e) {
            containers.remove(id);
            throw requests.failed("The edge of " + place + " could not be made", "Nothing running was touched.", e);
        }
    }

    /** Starts an edge that was made. If it cannot be started, nothing of it is left. */
    void start(EnvironmentKey place, Port port, String id) throws PlatformException {
        try {
            requests.client().startContainerCmd(id).exec();
        } catch (RuntimeException e) {
            containers.remove(id);
            if (PortHolder.isTaken(EngineError.of(e))) {
                throw new PlatformException(
                        "Port " + port + " is taken on the engine's host, by "
                                + new PortHolder(requests).describe(port) + ", so " + place
                                + " cannot answer there. Nothing running was touched. Give the environment another port, or"
                                + " free this one.",
                        e);
            }
            throw requests.failed("The edge of " + place + " could not be started", "Nothing running was touched.", e);
        }
    }

    private String create(EnvironmentKey place, String name, Port port, String address)
            throws PlatformException, InterruptedException {
        var listens = ExposedPort.tcp(EdgeConfig.LISTENS);
        var labels = Labels.of(place, Labels.EDGE);
        labels.put(Labels.ADDRESS, address);
        labels.put(Labels.PORT, port.toString());
        labels.put(Labels.IMAGE, image.value());
        var host = HostConfig.newHostConfig()
                .withNetworkMode(ContainerNames.network(place))
                .withPortBindings(new PortBinding(Ports.Binding.bindPort(port.value()), listens))
                .withRestartPolicy(Containers.COMES_BACK)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withCapDrop(Capability.ALL);
        for (boolean pulled = false; ; pulled = true) {
            try {
                return requests.client()
                        .createContainerCmd(image.value())
                        .withName(name)
                        .withCmd(COMMAND)
                        .withLabels(labels)
                        .withExposedPorts(listens)
                        .withHostConfig(host)
                        .withIpv4Address(address)
                        .exec()
                        .getId();
            } catch (NotFoundException e) {
                if (pulled) {
                    throw requests.failed("The edge of " + place + " could not be made", "Nothing was changed.", e);
                }
                pull();
            } catch (RuntimeException e) {
                throw requests.failed("The edge of " + place + " could not be made", "Nothing was changed.", e);
            }
        }
    }

    private void pull() throws PlatformException, InterruptedException {
        try {
            requests.streams().pullImageCmd(image.value()).start().awaitCompletion();
        } catch (RuntimeException e) {
            throw new PlatformException(
                    "The edge's image " + image + " is not on the engine and could not be pulled: "
                            + EngineError.of(e)
                            + ". Nothing was changed. Load it by hand (docker pull on a machine that can,"
                            + " docker save, docker load), or let the engine reach its registry.",
                    e);
        }
    }

    private static byte[] archive(String configuration) {
        byte[] text = configuration.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            var entry = new TarArchiveEntry(FILE);
            entry.setSize(text.length);
            entry.setMode(0100644);
            tar.putArchiveEntry(entry);
            tar.write(text);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    /** The reference under which edges' image is known. */
    ImageRef image() {
        return image;
    }
}
