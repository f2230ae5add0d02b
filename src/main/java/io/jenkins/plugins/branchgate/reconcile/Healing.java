package io.jenkins.plugins.branchgate.reconcile;

import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts right what an observation found. Waits for nothing: replicas it starts are routed to when a later look finds them
 * fit. While no replica is fit, whatever the edge sends requests to is left alone, since it may be better than nothing.
 */
final class Healing {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Platform platform;
    private final EnvironmentKey place;
    private final Draining draining;
    private final Instant now;
    private final List<String> done = new ArrayList<>();

    Healing(Platform platform, EnvironmentKey place, Draining draining, Instant now) {
        this.platform = platform;
        this.place = place;
        this.draining = draining;
        this.now = now;
    }

    /** Acts, and says what was done, each in a few words. */
    List<String> heal(Observation seen) throws PlatformException, InterruptedException {
        if (!seen.isEdgeRight()) {
            platform.prepare(place, seen.environment(), seen.servingIds());
            done.add("edge prepared");
        }
        Set<ReplicaId> routed = platform.edge(place).routed();
        if (!seen.servingIds().isEmpty() && !routed.equals(seen.servingIds())) {
            platform.route(place, seen.servingIds());
            routed = seen.servingIds();
            done.add("routed to " + routed.size());
        }
        retire(seen.broken(), routed, Duration.ZERO, "broken removed");
        retire(seen.drifted(), routed, seen.environment().drain(), "changed by hand removed");
        retire(seen.others(), routed, seen.environment().drain(), "strangers removed");
        start(seen);
        return done;
    }

    /** Those that are routed stay, and so do, for a while, those that have requests to finish. */
    private void retire(Collection<Replica> replicas, Set<ReplicaId> routed, Duration drain, String what)
            throws PlatformException, InterruptedException {
        int retired = 0;
        for (var replica : replicas) {
            boolean idle = !replica.running()
                    || (!routed.contains(replica.id())
                            && (draining.isOver(replica.id(), now, drain)
                                    || platform.awaitDrained(place, replica.id(), Duration.ZERO)));
            if (idle) {
                platform.retire(place, replica.id(), GRACE);
                retired++;
            }
        }
        if (retired > 0) {
            done.add(retired + " " + what);
        }
    }

    private void start(Observation seen) throws PlatformException, InterruptedException {
        int missing = seen.missing();
        if (missing == 0) {
            return;
        }
        var taken = platform.replicas(place).stream().map(Replica::index).collect(Collectors.toSet());
        var deployment = seen.lineage().deployment();
        int started = 0;
        for (int index = 0; started < missing; index++) {
            if (!taken.contains(index)) {
                platform.start(new ReplicaSpec(
                        place,
                        deployment.release(),
                        deployment.id(),
                        index,
                        deployment.environment().containerPort()));
                started++;
            }
        }
        done.add(started + " started of release " + deployment.release().id());
    }
}
