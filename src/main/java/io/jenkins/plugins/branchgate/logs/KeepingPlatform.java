package io.jenkins.plugins.branchgate.logs;

import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.HealthCheck;
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
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * A platform that keeps what a replica wrote last, whoever retires it and why: on disk before the replica goes, so that a
 * crash in between costs nothing but to keep it once more. A log that cannot be kept holds up no retirement; the reason
 * is kept in its place.
 */
public final class KeepingPlatform implements Platform {

    private static final System.Logger LOG = System.getLogger(KeepingPlatform.class.getName());

    private final Platform platform;
    private final KeptLogs logs;
    private final IntSupplier most;

    /**
     * @param platform does all the rest
     * @param logs the logs of the one site that is handled
     * @param most how many bytes of each log are kept, asked each time; 0 for none
     */
    public KeepingPlatform(Platform platform, KeptLogs logs, IntSupplier most) {
        this.platform = platform;
        this.logs = logs;
        this.most = most;
    }

    @Override
    public void retire(EnvironmentKey place, ReplicaId replica, Duration grace)
            throws PlatformException, InterruptedException {
        keep(place, found -> found.id().equals(replica));
        platform.retire(place, replica, grace);
    }

    @Override
    public void remove(EnvironmentKey place) throws PlatformException, InterruptedException {
        keep(place, found -> true);
        platform.remove(place);
    }

    private void keep(EnvironmentKey place, Predicate<Replica> wanted) {
        if (most.getAsInt() <= 0) {
            return;
        }
        try {
            platform.replicas(place).stream().filter(wanted).forEach(this::keep);
        } catch (PlatformException e) {
            LOG.log(Level.WARNING, "The logs of replicas of " + place + " could not be kept: " + e.getMessage());
        }
    }

    private void keep(Replica replica) {
        try {
            try {
                int bytes = most.getAsInt();
                logs.keep(
                        replica,
                        platform.readLog(replica.id(), LogPosition.START, bytes).last(bytes));
            } catch (PlatformException e) {
                logs.keepTrouble(replica, String.valueOf(e.getMessage()));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The log of " + replica.name() + " could not be kept: " + e.getMessage(), e);
        }
    }

    @Override
    public String describe() throws PlatformException {
        return platform.describe();
    }

    @Override
    public TargetId identity() throws PlatformException {
        return platform.identity();
    }

    @Override
    public void prepare(EnvironmentKey place, Environment environment, Set<ReplicaId> serving)
            throws PlatformException, InterruptedException {
        platform.prepare(place, environment, serving);
    }

    @Override
    public String describePort(Release release, Integer containerPort) throws PlatformException {
        return platform.describePort(release, containerPort);
    }

    @Override
    public Replica start(ReplicaSpec spec) throws PlatformException, InterruptedException {
        return platform.start(spec);
    }

    @Override
    public ProbeResult awaitHealthy(Replica replica, HealthCheck check) throws PlatformException, InterruptedException {
        return platform.awaitHealthy(replica, check);
    }

    @Override
    public LogPart readLog(ReplicaId replica, LogPosition since, int most) throws PlatformException {
        return platform.readLog(replica, since, most);
    }

    @Override
    public void route(EnvironmentKey place, Set<ReplicaId> serving) throws PlatformException, InterruptedException {
        platform.route(place, serving);
    }

    @Override
    public boolean awaitDrained(EnvironmentKey place, ReplicaId replica, Duration longest)
            throws PlatformException, InterruptedException {
        return platform.awaitDrained(place, replica, longest);
    }

    @Override
    public List<Replica> replicas(EnvironmentKey place) throws PlatformException {
        return platform.replicas(place);
    }

    @Override
    public List<EnvironmentKey> places(SiteId site) throws PlatformException {
        return platform.places(site);
    }

    @Override
    public EdgeState edge(EnvironmentKey place) throws PlatformException {
        return platform.edge(place);
    }

    @Override
    public Counters counters(EnvironmentKey place) throws PlatformException {
        return platform.counters(place);
    }
}
