package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ProbeResult;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** The replicas of one place, several handled at once. */
final class ReplicaGroup {

    /** How long a replica that has no more requests to answer may take to stop before it is killed. */
    static final Duration GRACE = Duration.ofSeconds(10);

    /** A failure is told to more people than may read what a site writes. */
    static final String WROTE =
            "\nWhat it wrote last is on the deployment's page, for those with the permission Branch Gate/Logs.";

    private final Platform platform;
    private final EnvironmentKey place;

    ReplicaGroup(Platform platform, EnvironmentKey place) {
        this.platform = platform;
        this.place = place;
    }

    List<Replica> all() throws PlatformException {
        return platform.replicas(place);
    }

    /**
     * Starts replicas at once, with the lowest index numbers that the deployment has not given to another.
     *
     * @param settings the deployment's
     */
    List<Replica> start(
            Release release, DeploymentId deployment, Environment settings, int count, Collection<Replica> beside)
            throws PlatformException, InterruptedException {
        var taken = beside.stream().map(Replica::index).collect(Collectors.toSet());
        var work = new ArrayList<Callable<Replica>>();
        for (int index = 0; work.size() < count; index++) {
            if (!taken.contains(index)) {
                var spec = new ReplicaSpec(place, release, deployment, index, settings.containerPort());
                work.add(() -> platform.start(spec));
            }
        }
        return together(work);
    }

    /**
     * Waits until all are healthy.
     *
     * @throws PlatformException at the first that is not; the message has its last attempt, and nothing that it wrote
     */
    void awaitHealthy(Collection<Replica> replicas, HealthCheck check) throws PlatformException, InterruptedException {
        this.<Void>together(replicas.stream()
                .<Callable<Void>>map(replica -> () -> {
                    awaitHealthy(replica, check);
                    return null;
                })
                .toList());
    }

    private void awaitHealthy(Replica replica, HealthCheck check) throws PlatformException, InterruptedException {
        ProbeResult result = platform.awaitHealthy(replica, check);
        if (!result.healthy()) {
            throw new PlatformException(replica.name() + " did not become healthy: GET " + check.path()
                    + " should answer "
                    + check.minStatus() + " to " + check.maxStatus() + " within "
                    + check.timeout().toMillis() + " ms, but the last of " + result.attempts() + " attempts was: "
                    + SafeText.line(result.detail()) + "." + WROTE);
        }
    }

    /** Sends new requests to exactly these; an edge on another port moves first. */
    void route(Environment environment, Set<ReplicaId> serving) throws PlatformException, InterruptedException {
        EdgeState edge = platform.edge(place);
        if (!edge.running() || edge.port() != environment.port().value()) {
            platform.prepare(place, environment, serving);
        }
        platform.route(place, serving);
    }

    /** Waits until none of them has an open session, at most that long. True if none has. */
    boolean awaitDrained(Collection<ReplicaId> replicas, Duration longest)
            throws PlatformException, InterruptedException {
        return together(replicas.stream()
                        .<Callable<Boolean>>map(replica -> () -> platform.awaitDrained(place, replica, longest))
                        .toList())
                .stream()
                .allMatch(drained -> drained);
    }

    /** Takes replicas away; every one is tried, and the first failure thrown at the end. */
    void retire(Collection<ReplicaId> replicas) throws PlatformException, InterruptedException {
        var failures = this.<PlatformException>together(replicas.stream()
                .<Callable<PlatformException>>map(replica -> () -> {
                    try {
                        platform.retire(place, replica, GRACE);
                        return null;
                    } catch (PlatformException e) {
                        return e;
                    }
                })
                .toList());
        for (var failure : failures) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    static Set<ReplicaId> ids(Collection<Replica> replicas) {
        return replicas.stream().map(Replica::id).collect(Collectors.toSet());
    }

    private <T> List<T> together(List<Callable<T>> work) throws PlatformException, InterruptedException {
        try {
            return Parallel.run(work);
        } catch (PlatformException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new PlatformException("The platform failed unexpectedly: " + e.getMessage(), e);
        }
    }
}
