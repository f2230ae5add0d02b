package io.jenkins.plugins.branchgate.platform;

import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The port to the machines that run replicas. The Deployer and the reconciler speak only to this; Docker Engine is its
 * first implementation. Safe for use by several threads, though one place is only ever changed by one at a time. Every
 * argument and result may cross the channel to an agent. Methods block; where they can take long they say how long.
 */
public interface Platform {

    /**
     * What answers, for people: product, version, address.
     *
     * @throws PlatformException if nothing does; the message says which address was tried and how to give another
     */
    String describe() throws PlatformException;

    /**
     * Which target this is, by what the target itself says and not by the address it was reached at.
     *
     * @throws PlatformException if nothing answers, or what answers has no id
     */
    TargetId identity() throws PlatformException;

    /**
     * Makes sure the place has its network and its edge, publishing the environment's port, and that the edge accepts
     * orders. Idempotent; an edge that is right is left alone, one on another port moves. A new edge answers 503 until
     * {@link #route} names a replica; an edge created anew for a place with replicas routes to those given.
     *
     * @param serving the replicas the edge is to send requests to if it has to be made or repaired
     * @throws PlatformException if the port is taken, and by whom if known; nothing running is touched
     */
    void prepare(EnvironmentKey place, Environment environment, Set<ReplicaId> serving)
            throws PlatformException, InterruptedException;

    /**
     * On which port replicas of a release are asked, and why on that one, in words for people.
     *
     * @param containerPort the port that was asked for, or null for the one that the image exposes
     */
    String describePort(Release release, Integer containerPort) throws PlatformException;

    /** Starts a replica, routed nowhere; the place must be prepared. It is restarted by the platform if it dies. */
    Replica start(ReplicaSpec spec) throws PlatformException, InterruptedException;

    /**
     * Asks a replica until it is healthy, its process is gone, or the check's timeout has passed, from where the edge
     * would.
     */
    ProbeResult awaitHealthy(Replica replica, HealthCheck check) throws PlatformException, InterruptedException;

    /**
     * The newest part of what a replica wrote after a position; returns at once, whether there is anything or not. Also
     * of one that stopped.
     *
     * @param since where the part before ended, {@link LogPosition#START} for the first
     * @param most how many bytes of UTF-8 at most, 1 to 1 MiB
     */
    LogPart readLog(ReplicaId replica, LogPosition since, int most) throws PlatformException;

    /**
     * From now on new requests go to exactly these replicas; the others are drained, not cut. Survives a restart of the
     * edge. Returns when the edge has taken the order.
     */
    void route(EnvironmentKey place, Set<ReplicaId> serving) throws PlatformException, InterruptedException;

    /** Waits until a replica that is no longer routed has no open session, at most that long. True if it has none. */
    boolean awaitDrained(EnvironmentKey place, ReplicaId replica, Duration longest)
            throws PlatformException, InterruptedException;

    /**
     * Takes a replica away: restart policy off first, then forgotten by the edge, stopped gracefully within the grace,
     * removed. Idempotent; a replica that is gone already is no error.
     */
    void retire(EnvironmentKey place, ReplicaId replica, Duration grace) throws PlatformException, InterruptedException;

    /** Every replica of a place, whatever its state, told from what it was made with. */
    List<Replica> replicas(EnvironmentKey place) throws PlatformException;

    /** Every place of a site that has anything on the platform. */
    List<EnvironmentKey> places(SiteId site) throws PlatformException;

    EdgeState edge(EnvironmentKey place) throws PlatformException;

    /** The edge's totals; zeros if there is no edge. */
    Counters counters(EnvironmentKey place) throws PlatformException;

    /** Removes all that belongs to a place: replicas, edge, network. Images stay. */
    void remove(EnvironmentKey place) throws PlatformException, InterruptedException;
}
