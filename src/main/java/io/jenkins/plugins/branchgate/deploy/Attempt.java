package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The part of a deployment up to its switch, {@code BUILD} to {@code SWITCH}. Whatever goes wrong here is undone: the
 * replicas that served before serve on, those of this deployment are taken away.
 */
final class Attempt {

    private final DeployRequest request;
    private final OpenDeployment open;
    private final Platform platform;
    private final ImageBuilder images;
    private final ImageSources others;
    private final Clock clock;
    private final Optional<Lineage> current;
    private final EnvironmentKey place;
    private final ReplicaGroup fleet;
    private PriorState standing;
    private Counters counted;
    private boolean switching;
    private boolean replacing;

    /** @param current what the environment runs, empty if nothing yet */
    Attempt(
            DeployRequest request,
            OpenDeployment open,
            Platform platform,
            ImageBuilder images,
            ImageSources others,
            Clock clock,
            Optional<Lineage> current) {
        this.request = request;
        this.open = open;
        this.platform = platform;
        this.images = images;
        this.others = others;
        this.clock = clock;
        this.current = current;
        this.place = new EnvironmentKey(request.site(), request.environment().name());
        this.fleet = new ReplicaGroup(platform, place);
    }

    /** Goes through the phases up to the switch, which is done when this returns. */
    SwitchedDeployment run() throws DeploymentException, InterruptedException {
        try {
            Release release = build();
            return switchTo(release, startHealthy(release));
        } catch (InterruptedException e) {
            throw aborted(e);
        } catch (PlatformException | ImageException | IOException | RuntimeException e) {
            if (Thread.interrupted()) {
                var interrupt = new InterruptedException(e.getMessage());
                interrupt.initCause(e);
                throw aborted(interrupt);
            }
            throw abandon(e);
        }
    }

    /** The image is built while the place is made ready. */
    private Release build() throws PlatformException, ImageException, IOException, InterruptedException {
        try {
            var results = Parallel.<Release>run(List.<Callable<Release>>of(this::release, this::prepare));
            return results.get(0);
        } catch (PlatformException | ImageException | IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Release release() throws ImageException, IOException, InterruptedException {
        return request.kind() == DeploymentKind.SCALE
                ? current.orElseThrow().deployment().release()
                : new ReleaseSource(images, others, open.record().target(), clock, open::log).of(request, open.view());
    }

    /** The settings in force prepare the place: a new port is taken at the switch, not before. */
    private Release prepare() throws PlatformException, InterruptedException {
        standing = PriorState.of(platform, place, current);
        platform.prepare(place, settings(), standing.servingIds());
        return null;
    }

    /** The settings in force until the switch. */
    private Environment settings() {
        return current.map(lineage -> lineage.deployment().environment()).orElse(request.environment());
    }

    private List<Replica> startHealthy(Release release) throws PlatformException, IOException, InterruptedException {
        open.enter(Phase.START, release);
        var replicas = new ArrayList<Replica>(kept());
        int missing = Math.min(batch(), request.environment().replicas() - replicas.size());
        var started = List.<Replica>of();
        if (missing > 0) {
            open.log(platform.describePort(release, request.environment().containerPort()));
            started = fleet.start(release, open.id(), request.environment(), missing, replicas);
        }
        open.enter(Phase.PROBE, release);
        counted = platform.counters(place);
        fleet.awaitHealthy(started, request.environment().health());
        replicas.addAll(started);
        return replicas;
    }

    private List<Replica> kept() {
        return request.kind() == DeploymentKind.SCALE
                ? standing.serving().stream()
                        .filter(replica -> current.orElseThrow().owns(replica))
                        .limit(request.environment().replicas())
                        .toList()
                : List.of();
    }

    /** How many replicas are begun at a time: all where there is nothing to replace, or only replicas to add. */
    private int batch() {
        return request.kind() == DeploymentKind.SCALE || current.isEmpty()
                ? request.environment().replicas()
                : request.environment().batchSize();
    }

    /** A rolling release stays in {@code SWITCH} from its first replica's first visitor until all of it serves. */
    private SwitchedDeployment switchTo(Release release, List<Replica> replicas)
            throws PlatformException, IOException, InterruptedException {
        open.enter(Phase.SWITCH, release);
        switching = true;
        var others = new ArrayList<>(standing.serving());
        others.removeAll(replicas);
        if (replicas.size() < request.environment().replicas()) {
            others = roll(release, replicas, others);
        }
        var ids = ReplicaGroup.ids(replicas);
        moveTo(ids);
        platform.route(place, ids);
        open.enter(Phase.DRAIN, release);
        return new SwitchedDeployment(
                open, platform, place, fleet, standing, current, replicas, ReplicaGroup.ids(others), counted);
    }

    private ArrayList<Replica> roll(Release release, List<Replica> replicas, List<Replica> others)
            throws PlatformException, InterruptedException {
        replacing = true;
        var first = new HashSet<>(ReplicaGroup.ids(replicas));
        first.addAll(ReplicaGroup.ids(others));
        moveTo(first);
        var batches = new Batches(
                platform,
                place,
                request.environment(),
                batch(),
                open::log,
                replicas,
                others,
                others.size(),
                standing.servingIds());
        batches.fill(release, open.id(), request.environment().replicas(), replicas);
        return new ArrayList<>(batches.leaving());
    }

    /** A new port is taken at the beginning of the switch: if someone else has it, nothing is replaced yet. */
    private void moveTo(Set<ReplicaId> serving) throws PlatformException, InterruptedException {
        if (!settings().port().equals(request.environment().port())) {
            platform.prepare(place, request.environment(), serving);
        }
    }

    /** As {@link #abandon}; the message of the exception returned is the record's. */
    private InterruptedException aborted(InterruptedException cause) {
        var aborted = new InterruptedException(abandon(cause).getMessage());
        aborted.initCause(cause);
        return aborted;
    }

    /** Undoes what was done and records the failure; what cannot be undone now is settled by {@link Recovery} later. */
    private DeploymentException abandon(Exception cause) {
        boolean aborted = cause instanceof InterruptedException;
        String why = "The deployment of commit " + request.commit().abbreviated() + " to "
                + request.environment().name() + (aborted ? " was aborted in " : " failed in ")
                + open.record().phase() + "; " + serving() + (aborted ? "" : " " + SafeText.message(cause));
        try {
            undo();
        } catch (PlatformException | InterruptedException | RuntimeException e) {
            cause.addSuppressed(e);
            why += "\nNot everything it started could be removed, which the next deployment or check of the environment"
                    + " will do: " + SafeText.message(e);
        }
        try {
            open.fail(why);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
            why += "\nThe ledger could not be written: " + SafeText.message(e);
        }
        return new DeploymentException(why, open.id(), cause);
    }

    private String serving() {
        if (standing == null) {
            return current.map(lineage ->
                            "release " + lineage.deployment().release().id() + " was not touched.")
                    .orElse("nothing ran there before.");
        }
        return standing.serving().isEmpty()
                ? "nothing ran there before."
                : "release " + standing.serving().get(0).release()
                        + (replacing ? " is brought back, whole and alone." : " serves on, untouched.");
    }

    private void undo() throws PlatformException, InterruptedException {
        if (standing == null) {
            return;
        }
        if (standing.isEmpty()) {
            platform.remove(place);
            return;
        }
        if (replacing && current.isPresent()) {
            comeBack();
            return;
        }
        if (switching) {
            fleet.route(settings(), standing.servingIds());
        }
        fleet.retire(ReplicaGroup.ids(fleet.all().stream()
                .filter(replica -> replica.deployment().equals(open.id()))
                .toList()));
    }

    /** The way back of a rolling release: replicas replaced already are started again, batch by batch. */
    private void comeBack() throws PlatformException, InterruptedException {
        var settling = new Convergence(platform, place, open::log);
        var settled = settling.route(current.orElseThrow(), batch());
        if (!settled.serving().isEmpty()) {
            settling.retireOthers(settled.serving());
        }
        if (settled.missing().isPresent()) {
            throw new PlatformException("Of release "
                    + current.orElseThrow().deployment().release().id() + " only "
                    + settled.serving().size() + " replicas serve: "
                    + settled.missing().get());
        }
    }
}
