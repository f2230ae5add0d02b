package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings a release's replicas in some at a time, taking as many others out after each batch, so that never more than one
 * batch more than needed runs. Others that are taken out are drained and really go: their memory is what the next batch
 * runs in. Used forwards by a rolling deployment, and backwards by what undoes one.
 */
final class Batches {

    private final Platform platform;
    private final EnvironmentKey place;
    private final ReplicaGroup fleet;
    private final Environment settings;
    private final int size;
    private final Consumer<String> log;
    private final List<Replica> serving;
    private List<Replica> leaving;
    private final int needed;
    private Set<ReplicaId> routed;

    /**
     * @param settings the settings of the deployment whose replicas are started
     * @param size replicas at a time
     * @param in replicas that are healthy and to stay; grows
     * @param out others that the edge sends requests to now, the last of which go first
     * @param needed how many must serve meanwhile, as far as there are any
     * @param routed where the edge sends requests now
     */
    Batches(
            Platform platform,
            EnvironmentKey place,
            Environment settings,
            int size,
            Consumer<String> log,
            List<Replica> in,
            List<Replica> out,
            int needed,
            Set<ReplicaId> routed) {
        this.platform = platform;
        this.place = place;
        this.fleet = new ReplicaGroup(platform, place);
        this.settings = settings;
        this.size = size;
        this.log = log;
        this.serving = in;
        this.leaving = out;
        this.needed = needed;
        this.routed = routed;
    }

    /**
     * Fills up to the number wanted. On return all are healthy, and the last batch is not routed yet: that is the
     * caller's switch. When it throws, those brought in until then serve beside the others that are left.
     *
     * @param beside every replica there, so that no index is given twice
     */
    void fill(Release release, DeploymentId deployment, int wanted, Collection<Replica> beside)
            throws PlatformException, InterruptedException {
        var known = new ArrayList<>(beside);
        while (serving.size() < wanted) {
            swap();
            int next = Math.min(size, wanted - serving.size());
            if (next < wanted) {
                log.accept("Batch of " + next + ": replicas " + (serving.size() + 1) + " to " + (serving.size() + next)
                        + " of " + wanted);
            }
            var started = fleet.start(release, deployment, settings, next, known);
            fleet.awaitHealthy(started, settings.health());
            known.addAll(started);
            serving.addAll(started);
        }
    }

    /** The others that still run. */
    List<Replica> leaving() {
        return leaving;
    }

    /** One of the others stays to the end: it is what traffic goes back to at once if the release does badly. */
    private void swap() throws PlatformException, InterruptedException {
        int staying = Math.min(leaving.size(), Math.max(1, needed - serving.size()));
        var stay = leaving.subList(0, staying);
        var go = ReplicaGroup.ids(leaving.subList(staying, leaving.size()));
        var now = new HashSet<>(ReplicaGroup.ids(serving));
        now.addAll(ReplicaGroup.ids(stay));
        if (!now.isEmpty() && !now.equals(routed)) {
            platform.route(place, now);
            routed = now;
        }
        leaving = stay;
        if (!fleet.awaitDrained(go, settings.drain())) {
            log.accept("Requests are still open on replaced replicas after the drain time of "
                    + settings.drain().toSeconds() + " s; they are cut");
        }
        fleet.retire(go);
    }
}
