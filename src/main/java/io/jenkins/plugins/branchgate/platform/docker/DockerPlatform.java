package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.engine.DockerEngine;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.platform.Place;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ProbeResult;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One Docker Engine as a platform: a private network, an HAProxy edge and release containers per place. */
public final class DockerPlatform implements Platform, Closeable {

    /** The image of an edge unless another is given. */
    public static final ImageRef EDGE_IMAGE = new ImageRef("haproxy:lts");

    private final DockerEngine engine;

    /** @param engine shared, closed by its owner */
    public DockerPlatform(DockerEngine engine) {
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    @Override
    public String describe() throws PlatformException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public void prepare(Place place, Environment environment, Set<ReplicaId> serving)
            throws PlatformException, InterruptedException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public Replica start(ReplicaSpec spec) throws PlatformException, InterruptedException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public ProbeResult awaitHealthy(Replica replica, HealthCheck check) throws PlatformException, InterruptedException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public List<String> logs(ReplicaId replica, int lines) throws PlatformException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public void route(Place place, Set<ReplicaId> serving) throws PlatformException, InterruptedException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public boolean awaitDrained(Place place, ReplicaId replica, Duration longest)
            throws PlatformException, InterruptedException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public void retire(Place place, ReplicaId replica, Duration grace) throws PlatformException, InterruptedException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public List<Replica> replicas(Place place) throws PlatformException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public List<Place> places(SiteId site) throws PlatformException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public EdgeState edge(Place place) throws PlatformException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public Counters counters(Place place) throws PlatformException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public void remove(Place place) throws PlatformException, InterruptedException {
        throw new UnsupportedOperationException("under construction");
    }

    /** Closes the channels to edges; containers go on as they are. */
    @Override
    public void close() {}
}
