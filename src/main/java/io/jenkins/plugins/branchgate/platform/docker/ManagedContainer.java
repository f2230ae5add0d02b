package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One of our containers as the engine lists it.
 *
 * @param place where it belongs, from its labels
 * @param container the engine's words
 */
record ManagedContainer(EnvironmentKey place, Container container) {

    /**
     * Empty if the container is not ours. Labels alone do not make it so: a step of a build runs in a container with the
     * labels of its Dockerfile. It is ours if it also is on the place's own network, or has a name that we give; a
     * container of a build has neither.
     */
    static Optional<ManagedContainer> of(Container container) {
        return Labels.place(container.getLabels())
                .map(place -> new ManagedContainer(place, container))
                .filter(found -> found.isOn(ContainerNames.network(found.place)) || found.hasOurName());
    }

    private boolean hasOurName() {
        return isEdge()
                ? ContainerNames.isEdge(name(), place)
                : ContainerNames.isReplica(name(), place, label(Labels.RELEASE_ID), label(Labels.INDEX));
    }

    String id() {
        return container.getId();
    }

    String name() {
        return name(container);
    }

    static String name(Container container) {
        return container.getNames() == null || container.getNames().length == 0
                ? container.getId().substring(0, 12)
                : container.getNames()[0].replaceFirst("^/", "");
    }

    boolean isEdge() {
        return Labels.EDGE.equals(label(Labels.ROLE));
    }

    boolean isRelease() {
        return Labels.RELEASE.equals(label(Labels.ROLE));
    }

    boolean isRunning() {
        return "running".equals(container.getState());
    }

    /** True if someone halted its processes, which then hear no order to end. */
    boolean isPaused() {
        return "paused".equals(container.getState());
    }

    /** The label's value, or an empty text. */
    String label(String name) {
        return labels().getOrDefault(name, "");
    }

    Map<String, String> labels() {
        return container.getLabels();
    }

    /** How the edge reaches it; empty if the labels do not say. */
    Optional<Backend> backend() {
        String port = label(Labels.PORT);
        String address = label(Labels.ADDRESS);
        return address.matches("[0-9.]{7,15}") && port.matches("[1-9][0-9]{0,4}")
                ? Optional.of(new Backend(id(), address, Integer.parseInt(port)))
                : Optional.empty();
    }

    /** The port it publishes on the engine's host, 0 if none. */
    int publishedPort() {
        return container.getPorts() == null
                ? 0
                : Arrays.stream(container.getPorts())
                        .map(ContainerPort::getPublicPort)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(0);
    }

    /** True if it is connected to the network of that name. */
    boolean isOn(String network) {
        return container.getNetworkSettings() != null
                && container.getNetworkSettings().getNetworks() != null
                && container.getNetworkSettings().getNetworks().containsKey(network);
    }
}
