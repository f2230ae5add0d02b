package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.platform.Place;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sees to it that a place has the one edge it should have. */
final class PlaceEdge {

    private static final Duration ANSWERS = Duration.ofSeconds(20);
    private static final Duration MOVED_GRACE = Duration.ofSeconds(10);

    private final Requests requests;
    private final Containers containers;
    private final PlaceNetwork networks;
    private final EdgeContainer maker;
    private final Edges edges;

    PlaceEdge(Requests requests, Containers containers, PlaceNetwork networks, EdgeContainer maker, Edges edges) {
        this.requests = requests;
        this.containers = containers;
        this.networks = networks;
        this.maker = maker;
        this.edges = edges;
    }

    /**
     * Leaves an edge alone that runs on that port and takes orders; starts, moves or makes it otherwise. A move makes the
     * new edge beside the old, which goes once the new one answers.
     */
    void ensure(Place place, Port port, Set<ReplicaId> serving) throws PlatformException, InterruptedException {
        var all = containers.of(place);
        var edge = Containers.edge(all);
        var backends = backends(all, serving);
        if (edge.isPresent() && edge.get().label(Labels.PORT).equals(port.toString())) {
            if (isUsable(edge.get(), backends)) {
                retireOthers(all, edge.get().id());
                return;
            }
            // A port cannot be had twice: the edge that cannot be used makes room for its successor.
            remove(edge.get().id());
            all = all.stream().filter(f -> !f.id().equals(edge.get().id())).toList();
        }
        networks.ensure(place);
        var taken = new HashSet<String>();
        all.forEach(f -> taken.add(f.label(Labels.ADDRESS)));
        String made = maker.start(
                place, Names.nextEdge(place), port, networks.freeAddress(place, taken), EdgeConfig.of(backends));
        try {
            awaitAnswer(made);
        } catch (PlatformException | InterruptedException e) {
            remove(made);
            throw e;
        }
        retireOthers(all, made);
        requests.ask(
                "The edge of " + place + " could not be named", "It serves.", client -> client.renameContainerCmd(made)
                        .withName(Names.edge(place))
                        .exec());
    }

    /** The replicas' addresses, those that are no more left out. */
    static List<Backend> backends(List<Found> all, Set<ReplicaId> serving) {
        var backends = new ArrayList<Backend>();
        for (var found : all) {
            if (found.isRelease() && serving.contains(new ReplicaId(found.id()))) {
                found.backend().ifPresent(backends::add);
            }
        }
        return backends;
    }

    private boolean isUsable(Found edge, List<Backend> backends) throws PlatformException, InterruptedException {
        boolean runs = edge.isRunning();
        if (!edge.isOn(Names.network(edge.place())) || (runs && edge.publishedPort() == 0)) {
            return false;
        }
        try {
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

    private void retireOthers(List<Found> all, String kept) throws PlatformException {
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
