package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Starts releases: one container a replica, on the place's network at a fixed address, publishing nothing. */
final class ReplicaContainer {

    private static final int WEB = 80;
    private static final int NAMED = 8;
    private static final int ATTEMPTS = 3;

    private final EngineRequests requests;
    private final Containers containers;
    private final EnvironmentNetwork networks;
    private final Map<EnvironmentKey, Object> choosing = new ConcurrentHashMap<>();

    ReplicaContainer(EngineRequests requests, Containers containers, EnvironmentNetwork networks) {
        this.requests = requests;
        this.containers = containers;
        this.networks = networks;
    }

    /**
     * Makes a container and starts it. If it cannot be started, nothing of it is left.
     *
     * @return the container's id
     */
    String start(ReplicaSpec spec) throws PlatformException {
        int port = port(spec.release(), spec.containerPort()).number();
        for (int attempt = 1; ; attempt++) {
            String id = create(spec, port);
            try {
                requests.client().startContainerCmd(id).exec();
                return id;
            } catch (RuntimeException e) {
                containers.remove(id);
                // A stranger on the network may have the address; another one is then chosen.
                if (attempt == ATTEMPTS || !EngineError.of(e).contains("Address already in use")) {
                    throw requests.failed(
                            "Release " + spec.release().id() + " could not be started in " + spec.place(),
                            "The container was removed; what runs is untouched.",
                            e);
                }
            }
        }
    }

    /** One at a time within a place, so that no two replicas choose one address. */
    private String create(ReplicaSpec spec, int port) throws PlatformException {
        synchronized (choosing.computeIfAbsent(spec.place(), p -> new Object())) {
            Set<String> taken = containers.of(spec.place()).stream()
                    .map(f -> f.label(Labels.ADDRESS))
                    .collect(Collectors.toSet());
            String address = networks.freeAddress(spec.place(), taken);
            var host = HostConfig.newHostConfig()
                    .withNetworkMode(ContainerNames.network(spec.place()))
                    .withRestartPolicy(Containers.COMES_BACK)
                    .withSecurityOpts(List.of("no-new-privileges"));
            return requests.ask(
                    "Release " + spec.release().id() + " could not be started in " + spec.place(),
                    "What runs is untouched.",
                    client -> client.createContainerCmd(spec.release().digest().value())
                            .withName(ContainerNames.replica(spec))
                            .withLabels(Labels.of(spec, new Backend("", address, port)))
                            .withHostConfig(host)
                            .withIpv4Address(address)
                            .withTty(false) // httpd takes a terminal's resize for an order to stop
                            .exec()
                            .getId());
        }
    }

    /**
     * The port on which containers of a release are asked.
     *
     * @param number the port
     * @param why this one
     */
    record AskedPort(int number, String why) {

        /** One sentence for a log. */
        String inWords() {
            return "Containers are asked on port " + number + ", " + why + ".";
        }

        private static AskedPort ofImage(List<Integer> exposed) {
            if (exposed.size() == 1) {
                return new AskedPort(exposed.get(0), "the only one that their image exposes");
            }
            String others = "; containerPort says another";
            if (exposed.isEmpty()) {
                return new AskedPort(WEB, "since their image exposes none" + others);
            }
            String ports = exposed.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            return new AskedPort(
                    WEB,
                    "since their image exposes several: " + ports + (exposed.size() > NAMED ? ", …" : "") + others);
        }
    }

    /** The port that was asked for, else the one that the image says it listens on, if it says exactly one; else 80. */
    AskedPort port(Release release, Integer given) throws PlatformException {
        if (given != null) {
            return new AskedPort(given, "the environment's containerPort");
        }
        try {
            var config = requests.client()
                    .inspectImageCmd(release.digest().value())
                    .exec()
                    .getConfig();
            ExposedPort[] exposed = config == null ? null : config.getExposedPorts();
            return AskedPort.ofImage(
                    exposed == null
                            ? List.of()
                            : Arrays.stream(exposed)
                                    .filter(p -> p.getProtocol() == InternetProtocol.TCP)
                                    .map(ExposedPort::getPort)
                                    .sorted()
                                    .toList());
        } catch (NotFoundException e) {
            throw new PlatformException(
                    "Release " + release.id() + " cannot be started: its image "
                            + release.digest().abbreviated() + " (" + release.image()
                            + ") is not on the engine. What runs is"
                            + " untouched. Build the commit again, or load the image.",
                    e);
        } catch (RuntimeException e) {
            throw requests.failed(
                    "The image of release " + release.id() + " could not be looked up", "What runs is untouched.", e);
        }
    }
}
