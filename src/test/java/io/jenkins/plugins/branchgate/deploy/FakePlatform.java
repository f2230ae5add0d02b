package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.ImageDigest;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A platform in memory, stricter than a real one: it notes as a violation every order that a Deployer must never give,
 * and every moment in which a place that served does not serve any more.
 */
public final class FakePlatform implements Platform {

    private static final class Box {
        final ReplicaSpec spec;
        final ReplicaId id;
        boolean running = true;
        boolean probed;
        boolean hangs;
        Instant startedAt = Instant.now();

        Box(ReplicaSpec spec, ReplicaId id) {
            this.spec = spec;
            this.id = id;
        }
    }

    private static final class Ground {
        boolean edge;
        boolean edgeRunning;
        int port;
        String drift = "";
        Set<ReplicaId> routed = new HashSet<>();
        final Map<ReplicaId, Box> boxes = new LinkedHashMap<>();
        Counters counters = Counters.NONE;
        boolean served;
    }

    private final Map<EnvironmentKey, Ground> grounds = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> orders = new ArrayList<>();
    private int lastId;
    private int mostAtOnce;

    /** Which images make replicas that never get healthy. */
    public volatile Predicate<ImageDigest> sick = digest -> false;

    /** Which replicas never get healthy. */
    public volatile Predicate<ReplicaSpec> sickReplica = spec -> false;

    /** Called after every order to route, for example to make requests fail from then on. */
    public volatile Runnable afterRoute = () -> {};

    /** Which target it says it is. */
    public volatile TargetId identity = new TargetId("memory:one");

    /** The port that someone else has. */
    public volatile int takenPort;

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public TargetId identity() {
        return identity;
    }

    @Override
    public synchronized void prepare(EnvironmentKey place, Environment environment, Set<ReplicaId> serving)
            throws PlatformException {
        var ground = grounds.computeIfAbsent(place, p -> new Ground());
        int port = environment.port().value();
        if (ground.edge && ground.edgeRunning && ground.port == port && ground.drift.isEmpty()) {
            return;
        }
        boolean taken = port == takenPort
                || grounds.entrySet().stream()
                        .anyMatch(e -> !e.getKey().equals(place) && e.getValue().edge && e.getValue().port == port);
        if (taken) {
            throw new PlatformException("Port " + port + " is taken.");
        }
        orders.add("prepare " + place);
        checkRoutable(ground, serving);
        ground.edge = true;
        ground.edgeRunning = true;
        ground.port = port;
        ground.drift = "";
        ground.routed = new HashSet<>(serving);
        checkServing(place, ground);
    }

    @Override
    public String describePort(Release release, Integer containerPort) {
        return "Port " + containerPort;
    }

    @Override
    public synchronized Replica start(ReplicaSpec spec) {
        orders.add("start " + spec.release().id());
        var ground = ground(spec.place());
        if (!ground.edge) {
            violations.add("started in a place that is not prepared");
        }
        if (ground.boxes.values().stream()
                .anyMatch(b -> b.spec.deployment().equals(spec.deployment()) && b.spec.index() == spec.index())) {
            violations.add("two replicas of deployment " + spec.deployment() + " with index " + spec.index());
        }
        var box = new Box(spec, new ReplicaId("r" + ++lastId));
        ground.boxes.put(box.id, box);
        mostAtOnce = Math.max(mostAtOnce, ground.boxes.size());
        return replica(ground, box);
    }

    @Override
    public synchronized ProbeResult awaitHealthy(Replica replica, HealthCheck check) {
        var box = ground(replica.place()).boxes.get(replica.id());
        boolean healthy = box != null && isHealthy(box);
        if (healthy) {
            box.probed = true;
        }
        return new ProbeResult(healthy, 3, Duration.ofMillis(5), healthy ? "HTTP 200" : "HTTP 503");
    }

    @Override
    public synchronized LogPart readLog(ReplicaId replica, LogPosition since, int most) {
        return new LogPart("line one of " + replica + "\n", new LogPosition(1, 0, 1), false);
    }

    @Override
    public synchronized void route(EnvironmentKey place, Set<ReplicaId> serving) {
        orders.add("route " + serving.size());
        var ground = ground(place);
        if (!ground.edgeRunning) {
            violations.add("routed without an edge");
        }
        checkRoutable(ground, serving);
        ground.routed = new HashSet<>(serving);
        checkServing(place, ground);
        afterRoute.run();
    }

    @Override
    public synchronized boolean awaitDrained(EnvironmentKey place, ReplicaId replica, Duration longest) {
        if (ground(place).routed.contains(replica)) {
            violations.add("waited for the drain of a routed replica");
        }
        return true;
    }

    @Override
    public synchronized void retire(EnvironmentKey place, ReplicaId replica, Duration grace) {
        orders.add("retire " + replica);
        var ground = ground(place);
        if (ground.routed.contains(replica) && ground.boxes.get(replica).running) {
            violations.add("retired a routed replica");
        }
        ground.routed.remove(replica);
        ground.boxes.remove(replica);
        checkServing(place, ground);
    }

    @Override
    public synchronized List<Replica> replicas(EnvironmentKey place) {
        var ground = ground(place);
        return ground.boxes.values().stream().map(box -> replica(ground, box)).toList();
    }

    @Override
    public synchronized List<EnvironmentKey> places(SiteId site) {
        return grounds.keySet().stream()
                .filter(place -> place.site().equals(site))
                .toList();
    }

    @Override
    public synchronized EdgeState edge(EnvironmentKey place) {
        var ground = ground(place);
        var routed = ground.edgeRunning ? Set.copyOf(ground.routed) : Set.<ReplicaId>of();
        var up = routed.stream()
                .filter(id -> ground.boxes.containsKey(id) && isHealthy(ground.boxes.get(id)))
                .collect(Collectors.toSet());
        return new EdgeState(ground.edge, ground.edgeRunning, ground.edge ? ground.port : 0, routed, up, ground.drift);
    }

    @Override
    public synchronized Counters counters(EnvironmentKey place) throws PlatformException {
        if (Thread.currentThread().isInterrupted()) {
            throw new PlatformException("Interrupted while asking the edge.");
        }
        return ground(place).counters;
    }

    @Override
    public synchronized void remove(EnvironmentKey place) {
        orders.add("remove " + place);
        grounds.remove(place);
    }

    /** The ports on which a place's replicas were said to be asked, null for their image's own. */
    public synchronized Set<Integer> containerPorts(EnvironmentKey place) {
        return ground(place).boxes.values().stream()
                .map(box -> box.spec.containerPort())
                .collect(Collectors.toSet());
    }

    // What happens to a platform from outside.

    /** Requests are answered, or fail. */
    public synchronized void count(EnvironmentKey place, long requests, long serverErrors) {
        var before = ground(place).counters;
        ground(place).counters =
                new Counters(1, before.requests() + requests, before.serverErrors() + serverErrors, before.lost());
    }

    /** A replica's process ends. */
    public synchronized void kill(EnvironmentKey place, ReplicaId replica) {
        ground(place).boxes.get(replica).running = false;
        ground(place).served = false;
    }

    /** A replica runs on and answers nobody. */
    public synchronized void hang(ReplicaId replica) {
        for (var ground : grounds.values()) {
            if (ground.boxes.containsKey(replica)) {
                ground.boxes.get(replica).hangs = true;
            }
        }
    }

    /** A replica vanishes. */
    public synchronized void vanish(EnvironmentKey place, ReplicaId replica) {
        ground(place).boxes.remove(replica);
        ground(place).routed.remove(replica);
        ground(place).served = false;
    }

    /** The edge's process ends. */
    public synchronized void killEdge(EnvironmentKey place) {
        ground(place).edgeRunning = false;
        ground(place).served = false;
    }

    /** Someone changes the edge by hand. */
    public synchronized void drift(EnvironmentKey place, String drift) {
        ground(place).drift = drift;
    }

    /** What was ordered, in order, since the last call of this. */
    public synchronized List<String> orders() {
        var copy = List.copyOf(orders);
        orders.clear();
        return copy;
    }

    /** How many replicas one place had at once, at most, since the last call of this. */
    public synchronized int mostAtOnce() {
        int most = mostAtOnce;
        mostAtOnce = 0;
        return most;
    }

    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** True if nothing at all is left of the place. */
    public synchronized boolean isBare(EnvironmentKey place) {
        var ground = grounds.get(place);
        return ground == null || !ground.edge && ground.boxes.isEmpty();
    }

    private Ground ground(EnvironmentKey place) {
        return grounds.getOrDefault(place, new Ground());
    }

    private boolean isHealthy(Box box) {
        return box.running && !box.hangs && !sick.test(box.spec.release().digest()) && !sickReplica.test(box.spec);
    }

    private void checkRoutable(Ground ground, Set<ReplicaId> serving) {
        for (var id : serving) {
            var box = ground.boxes.get(id);
            if (box == null || !box.probed) {
                violations.add("routed to a replica that is " + (box == null ? "not there" : "not probed"));
            }
        }
    }

    private void checkServing(EnvironmentKey place, Ground ground) {
        boolean serves = ground.edgeRunning
                && ground.routed.stream()
                        .map(ground.boxes::get)
                        .filter(Objects::nonNull)
                        .anyMatch(box -> box.running);
        if (ground.served && !serves) {
            violations.add(place + " stopped serving after " + orders.get(orders.size() - 1));
        }
        ground.served |= serves;
    }

    private Replica replica(Ground ground, Box box) {
        return new Replica(
                box.id,
                "site-" + box.id,
                box.spec.place(),
                box.spec.release().id(),
                box.spec.release().commit(),
                box.spec.release().digest(),
                box.spec.deployment(),
                box.spec.index(),
                box.running,
                ground.edgeRunning && ground.routed.contains(box.id),
                box.startedAt,
                box.running ? "running" : "exited (1)");
    }
}
