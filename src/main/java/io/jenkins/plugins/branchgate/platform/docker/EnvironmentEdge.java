package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sees to it that a place has the one edge it should have. */
final class EnvironmentEdge {

    private static final Duration ANSWERS = Duration.ofSeconds(20);
    private static final Duration MOVED_GRACE = Duration.ofSeconds(10);

    private final EngineRequests requests;
    private final Containers containers;
    private final EnvironmentNetwork networks;
    private final EdgeContainer maker;
    private final EdgeSessions edges;
    private final ImageSettings images;

    EnvironmentEdge(
            EngineRequests requests,
            Containers containers,
            EnvironmentNetwork networks,
            EdgeContainer maker,
            EdgeSessions edges,
            ImageSettings images) {
        this.requests = requests;
        this.containers = containers;
        this.networks = networks;
        this.maker = maker;
        this.edges = edges;
        this.images = images;
    }

    /**
     * Leaves an edge alone that runs on that port, takes orders and is as it was made; starts, mends, moves or makes it
     * otherwise. A move makes the new edge beside the old, which goes once the new one answers. One in the place of an
     * edge that cannot be mended answers a moment after that one ended.
     */
    void ensure(EnvironmentKey place, Port port, Set<ReplicaId> serving)
            throws PlatformException, InterruptedException {
        var all = containers.of(place);
        var edge = Containers.edge(all);
        var backends = backends(all, serving);
        removeStrangers(all);
        boolean samePort = edge.isPresent() && edge.get().label(Labels.PORT).equals(port.toString());
        if (samePort && isUsable(edge.get(), backends)) {
            retireOthers(all, edge.get().id());
            return;
        }
        networks.ensure(place);
        var taken = new HashSet<String>();
        all.forEach(f -> taken.add(f.label(Labels.ADDRESS)));
        String made = maker.make(
                place,
                ContainerNames.nextEdge(place),
                port,
                networks.freeAddress(place, taken),
                EdgeConfig.of(backends));
        if (samePort || edge.filter(e -> e.publishedPort() == port.value()).isPresent()) {
            // A port cannot be had twice: the edge that cannot be used makes room for its successor.
            remove(edge.get().id());
            all = all.stream().filter(f -> !f.id().equals(edge.get().id())).toList();
        }
        maker.start(place, port, made);
        try {
            awaitAnswer(made);
        } catch (PlatformException | InterruptedException e) {
            remove(made);
            throw e;
        }
        retireOthers(all, made);
        requests.ask(
                "The edge of " + place + " could not be named", "It serves.", client -> client.renameContainerCmd(made)
                        .withName(ContainerNames.edge(place))
                        .exec());
    }

    /** The replicas' addresses, those that are no more left out. */
    static List<Backend> backends(List<ManagedContainer> all, Set<ReplicaId> serving) {
        var backends = new ArrayList<Backend>();
        for (var found : all) {
            if (found.isRelease() && serving.contains(new ReplicaId(found.id()))) {
                found.backend().ifPresent(backends::add);
            }
        }
        return backends;
    }

    /** What was changed by hand in an edge; empty if it has gone, or its image has. */
    Optional<ContainerDrift> handMade(ManagedContainer edge) throws PlatformException {
        try {
            var container = requests.client().inspectContainerCmd(edge.id()).exec();
            return images.of(container.getImageId())
                    .map(image -> new ContainerDrift(container, image, edge.place(), true));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw requests.failed("The edge could not be looked up", "Nothing was changed.", e);
        }
    }

    private boolean isUsable(ManagedContainer edge, List<Backend> backends)
            throws PlatformException, InterruptedException {
        boolean runs = edge.isRunning();
        if (!edge.isOn(ContainerNames.network(edge.place())) || (runs && edge.publishedPort() == 0)) {
            return false;
        }
        var changes = handMade(edge);
        if (changes.isEmpty() || !changes.get().lasting().isEmpty()) {
            return false;
        }
        try {
            if (!changes.get().mendable().isEmpty()) {
                mend(edge, changes.get());
            }
            if (!runs) {
                requests.client().startContainerCmd(edge.id()).exec();
            }
            awaitAnswer(edge.id());
            if (!runs) {
                edges.ask(edge.id(), runtime -> {
                    runtime.route(backends);
                    return null;
                });
            }
            return true;
        } catch (PlatformException | RuntimeException e) {
            return false; // made anew, which says why if that fails too
        }
    }

    /** Puts right what can be while the edge serves on; what is left then takes a new edge. */
    private void mend(ManagedContainer edge, ContainerDrift changes) throws PlatformException {
        containers.mend(edge.id());
        for (String network : changes.strangeNetworks()) {
            requests.ask(
                    "The edge could not be taken off the network " + network,
                    "It serves.",
                    client -> client.disconnectFromNetworkCmd()
                            .withContainerId(edge.id())
                            .withNetworkId(network)
                            .exec());
        }
        var left = handMade(edge);
        if (left.isEmpty() || !left.get().mendable().isEmpty()) {
            throw new PlatformException("The edge could not be mended");
        }
    }

    /** What carries our labels for this place, though we never made it, would otherwise be found again and again. */
    private void removeStrangers(List<ManagedContainer> all) throws PlatformException {
        for (var found : all) {
            if (found.isRelease() && !Labels.isReplica(found.labels())) {
                containers.keepDown(found.id());
                containers.stop(found.id(), MOVED_GRACE);
                containers.remove(found.id());
            }
        }
    }

    private void awaitAnswer(String edge) throws PlatformException, InterruptedException {
        long end = System.nanoTime() + ANSWERS.toNanos();
        while (true) {
            try {
                edges.ask(edge, EdgeRuntime::servers);
                return;
            } catch (PlatformException e) {
                if (System.nanoTime() > end || !isRunning(edge)) {
                    throw new PlatformException(
                            "The edge was started and does not take orders: " + e.getMessage() + " Its last words: "
                                    + lastWords(edge) + ". Nothing else was touched.",
                            e);
                }
                Thread.sleep(10);
            }
        }
    }

    private boolean isRunning(String id) throws PlatformException {
        return Boolean.TRUE.equals(requests.ask(
                "The edge could not be looked up",
                "Nothing was changed.",
                client -> client.inspectContainerCmd(id).exec().getState().getRunning()));
    }

    private String lastWords(String id) throws PlatformException {
        return String.join(" / ", new ContainerLog(requests).last(id, 5));
    }

    private void retireOthers(List<ManagedContainer> all, String kept) throws PlatformException {
        for (var other : all) {
            if (other.isEdge() && !other.id().equals(kept)) {
                edges.forget(other.id());
                containers.keepDown(other.id());
                containers.stop(other.id(), MOVED_GRACE);
                containers.remove(other.id());
            }
        }
    }

    private void remove(String id) throws PlatformException {
        edges.forget(id);
        containers.remove(id);
    }
}
