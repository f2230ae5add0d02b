package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.LogPart;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ProbeResult;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One Docker Engine as a platform. A place is a private network, an HAProxy edge that publishes the environment's port,
 * and one container a replica, all labelled; what does not carry those labels, or is neither on that network nor named by
 * us, is never touched. Nothing is kept on this
 * side but channels to edges, so that another process, or this one after a crash, goes on from what it finds.
 */
public final class DockerPlatform implements Platform, Closeable {

    /** The image of an edge unless another is given: HAProxy 2.6 or newer with bash, as the official image has it. */
    public static final ImageRef EDGE_IMAGE = new ImageRef("haproxy:lts");

    private static final Duration LONGEST_POLL = Duration.ofMillis(250);
    private static final int FORGET_ATTEMPTS = 120;

    /** By then a request that waits for a dead replica has gone to another: a connection is tried for 1.5 s. */
    private static final int PATIENT_ATTEMPTS = 80;

    private final DockerEngine engine;
    private final EngineRequests requests;
    private final Containers containers;
    private final EnvironmentNetwork networks;
    private final EdgeSessions edges;
    private final EnvironmentEdge placeEdge;
    private final ReplicaContainer replicaContainer;
    private final Replicas replicas;

    /** @param engine shared, closed by its owner */
    public DockerPlatform(DockerEngine engine) {
        this(engine, EDGE_IMAGE);
    }

    /**
     * @param engine shared, closed by its owner
     * @param edgeImage the image of edges made from now on; HAProxy 2.6 or newer with bash
     */
    public DockerPlatform(DockerEngine engine, ImageRef edgeImage) {
        this.engine = engine;
        requests = new EngineRequests(engine);
        containers = new Containers(requests);
        networks = new EnvironmentNetwork(requests);
        edges = new EdgeSessions(requests);
        var maker = new EdgeContainer(requests, containers, edgeImage);
        var images = new ImageSettings(requests);
        placeEdge = new EnvironmentEdge(requests, containers, networks, maker, edges, images);
        replicaContainer = new ReplicaContainer(requests, containers, networks);
        replicas = new Replicas(requests, images);
    }

    @Override
    public String describe() throws PlatformException {
        try {
            return engine.ping();
        } catch (EngineException e) {
            throw new PlatformException(e.getMessage(), e);
        }
    }

    /** {@inheritDoc} It is asked each time: another engine may listen at the same address by now. */
    @Override
    public TargetId identity() throws PlatformException {
        String id = requests.ask(
                "The engine could not be asked for its id",
                "Nothing was changed.",
                client -> client.infoCmd().exec().getId());
        try {
            return TargetId.ofDocker(id == null ? "" : id);
        } catch (InvalidValueException e) {
            throw new PlatformException(
                    "The engine at " + engine.address()
                            + " gives no id of its own by which it can be told from others: "
                            + InvalidValueException.printable(id) + ". Nothing was changed. Branch Gate needs Docker"
                            + " Engine 20.10 or newer, whose docker info shows an ID.",
                    e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>An edge on another port is replaced by a new container that answers on the new port before the old one ends;
     * its totals begin at zero. An edge that does not run, or takes no orders, is started or made anew.
     */
    @Override
    public void prepare(EnvironmentKey place, Environment environment, Set<ReplicaId> serving)
            throws PlatformException, InterruptedException {
        placeEdge.ensure(place, environment.port(), serving);
    }

    @Override
    public String describePort(Release release, Integer containerPort) throws PlatformException {
        return replicaContainer.port(release, containerPort).inWords();
    }

    @Override
    public Replica start(ReplicaSpec spec) throws PlatformException, InterruptedException {
        String id = replicaContainer.start(spec);
        return replicas.find(id, false)
                .orElseThrow(() -> new PlatformException("The container " + id
                        + " was started and is gone again: someone removed it. What ran before is untouched."));
    }

    @Override
    public ProbeResult awaitHealthy(Replica replica, HealthCheck check) throws PlatformException, InterruptedException {
        var all = containers.of(replica.place());
        var backend = backend(all, replica.id());
        if (backend.isEmpty()) {
            return new ProbeResult(false, 0, Duration.ZERO, "the container was removed");
        }
        return new HealthProbe(requests, edges)
                .await(runningEdge(replica.place(), all).id(), backend.get(), check);
    }

    @Override
    public LogPart readLog(ReplicaId replica, LogPosition since, int most) throws PlatformException {
        return new ContainerLog(requests).after(replica.value(), since, most);
    }

    @Override
    public void route(EnvironmentKey place, Set<ReplicaId> serving) throws PlatformException, InterruptedException {
        var all = containers.of(place);
        var backends = new ArrayList<Backend>();
        for (var id : serving) {
            backends.add(backend(all, id)
                    .orElseThrow(() -> new PlatformException("The edge of " + place + " cannot route to " + id
                            + ": there is no such replica. What it served it still serves.")));
        }
        edges.ask(runningEdge(place, all).id(), runtime -> {
            runtime.route(backends);
            return null;
        });
    }

    @Override
    public boolean awaitDrained(EnvironmentKey place, ReplicaId replica, Duration longest)
            throws PlatformException, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        long pause = 5;
        var edge = runningEdge(place);
        while (edge.isPresent()) {
            try {
                if (edges.ask(edge.get().id(), runtime -> runtime.sessions(replica.value())) == 0) {
                    return true;
                }
            } catch (PlatformException e) {
                edge = runningEdge(place);
                if (edge.isPresent() && System.nanoTime() > end) {
                    throw e;
                }
            }
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return edge.isEmpty();
            }
            Thread.sleep(Math.min(left, pause));
            pause = Math.min(LONGEST_POLL.toMillis(), pause * 2);
        }
        return true; // no edge, no sessions
    }

    @Override
    public void retire(EnvironmentKey place, ReplicaId replica, Duration grace)
            throws PlatformException, InterruptedException {
        var all = containers.of(place);
        var found = all.stream().filter(f -> f.id().equals(replica.value())).findFirst();
        if (found.isPresent() && found.get().isRelease()) {
            containers.keepDown(replica.value());
        }
        var edge = Containers.edge(all).filter(ManagedContainer::isRunning);
        if (edge.isPresent()) {
            edges.ask(edge.get().id(), runtime -> {
                runtime.disable(replica.value());
                return null;
            });
        }
        if (found.isPresent() && found.get().isRelease() && !found.get().isPaused()) {
            containers.stop(replica.value(), grace);
        }
        // Only now: a server is forgotten once it has no connection, and those ended with the container.
        if (edge.isPresent()) {
            forget(edge.get().id(), replica.value());
        }
        if (found.isPresent() && found.get().isRelease()) {
            containers.remove(replica.value());
        }
    }

    @Override
    public List<Replica> replicas(EnvironmentKey place) throws PlatformException {
        var all = containers.of(place);
        var edge = Containers.edge(all).filter(ManagedContainer::isRunning);
        Set<String> routed = edge.isEmpty()
                ? Set.of()
                : servers(edge.get().id()).stream()
                        .filter(EdgeServer::routed)
                        .map(s -> s.backend().id())
                        .collect(Collectors.toSet());
        var list = new ArrayList<Replica>();
        for (var found : all) {
            if (found.isRelease()) {
                replicas.find(found.id(), routed.contains(found.id())).ifPresent(list::add);
            }
        }
        return list;
    }

    @Override
    public List<EnvironmentKey> places(SiteId site) throws PlatformException {
        var places = new ArrayList<EnvironmentKey>();
        containers.of(site).forEach(found -> places.add(found.place()));
        places.addAll(networks.places(site));
        return places.stream().distinct().toList();
    }

    @Override
    public EdgeState edge(EnvironmentKey place) throws PlatformException {
        var all = containers.of(place);
        var edge = Containers.edge(all);
        if (edge.isEmpty() || !edge.get().isRunning()) {
            return new EdgeState(
                    edge.isPresent(),
                    false,
                    0,
                    Set.of(),
                    Set.of(),
                    edge.map(e -> "the edge is " + e.container().getStatus()).orElse("the edge is missing"));
        }
        var servers = servers(edge.get().id());
        return new EdgeState(
                true,
                true,
                edge.get().publishedPort(),
                ids(servers.stream().filter(EdgeServer::routed).toList()),
                ids(servers.stream().filter(s -> s.routed() && s.up()).toList()),
                DriftDetector.of(edge.get(), all, servers, placeEdge.handMade(edge.get())));
    }

    @Override
    public Counters counters(EnvironmentKey place) throws PlatformException {
        var edge = runningEdge(place);
        if (edge.isEmpty()) {
            return Counters.NONE;
        }
        String id = edge.get().id();
        return uninterrupted(id, runtime -> runtime.counters(id));
    }

    @Override
    public void remove(EnvironmentKey place) throws PlatformException, InterruptedException {
        for (var found : containers.of(place)) {
            edges.forget(found.id());
            containers.keepDown(found.id());
            containers.remove(found.id());
        }
        networks.remove(place);
    }

    /** Closes the channels to edges; containers go on as they are. */
    @Override
    public void close() {
        edges.close();
    }

    private void forget(String edge, String replica) throws PlatformException, InterruptedException {
        for (int i = 0; i < FORGET_ATTEMPTS; i++) {
            if (i == PATIENT_ATTEMPTS) {
                edges.ask(edge, runtime -> {
                    runtime.cut(replica);
                    return null;
                });
            }
            if (edges.ask(edge, runtime -> runtime.forget(replica))) {
                return;
            }
            Thread.sleep(25);
        }
        // Not forgotten, yet disabled: it gets no request, and its address is nobody else's soon.
    }

    private Optional<ManagedContainer> runningEdge(EnvironmentKey place) throws PlatformException {
        return Containers.edge(containers.of(place)).filter(ManagedContainer::isRunning);
    }

    private ManagedContainer runningEdge(EnvironmentKey place, List<ManagedContainer> all) throws PlatformException {
        return Containers.edge(all)
                .filter(ManagedContainer::isRunning)
                .orElseThrow(() -> new PlatformException("The edge of " + place
                        + " does not run; prepare the environment again. No replica was touched."));
    }

    private static Optional<Backend> backend(List<ManagedContainer> all, ReplicaId id) {
        return all.stream()
                .filter(f -> f.isRelease() && f.id().equals(id.value()))
                .findFirst()
                .flatMap(ManagedContainer::backend);
    }

    private List<EdgeServer> servers(String edge) throws PlatformException {
        return uninterrupted(edge, EdgeRuntime::servers);
    }

    private <T> T uninterrupted(String edge, EdgeSessions.Request<T> request) throws PlatformException {
        try {
            return edges.ask(edge, request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while asking the edge. Nothing was changed.", e);
        }
    }

    private static Set<ReplicaId> ids(List<EdgeServer> servers) {
        return servers.stream().map(s -> new ReplicaId(s.backend().id())).collect(Collectors.toSet());
    }
}
