package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.PhaseTime;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Deployments, what each environment runs, and the releases known. */
final class DeploymentProjection {

    private static final Comparator<EnvironmentName> BY_NAME = Comparator.comparing(EnvironmentName::value);

    /** What was built and where: a site's tree with the Dockerfile that was named, null for none. */
    private record Source(TargetId target, TreeId tree, String dockerfile) {}

    private final Map<DeploymentId, Deployment> deployments;
    private final Map<EnvironmentName, EnvironmentTrack> tracks;
    private final Map<ReleaseId, Release> releases;
    private final Map<Source, Release> built;
    private final Map<EnvironmentName, EnvironmentTotals> totals;

    DeploymentProjection() {
        this(new HashMap<>(), new TreeMap<>(BY_NAME), new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    private DeploymentProjection(
            Map<DeploymentId, Deployment> deployments,
            Map<EnvironmentName, EnvironmentTrack> tracks,
            Map<ReleaseId, Release> releases,
            Map<Source, Release> built,
            Map<EnvironmentName, EnvironmentTotals> totals) {
        this.deployments = deployments;
        this.tracks = tracks;
        this.releases = releases;
        this.built = built;
        this.totals = totals;
    }

    DeploymentProjection copy() {
        var copiedTracks = new TreeMap<EnvironmentName, EnvironmentTrack>(BY_NAME);
        tracks.forEach((name, track) -> copiedTracks.put(name, track.copy()));
        return new DeploymentProjection(
                new HashMap<>(deployments),
                copiedTracks,
                new HashMap<>(releases),
                new HashMap<>(built),
                new HashMap<>(totals));
    }

    void opened(DeploymentOpened event, Instant at) {
        var track = tracks.computeIfAbsent(event.environment().name(), name -> new EnvironmentTrack());
        track.opened(event.deployment());
        deployments.put(
                event.deployment(),
                new Deployment(
                        event.deployment(),
                        track.settings(event.environment()),
                        event.kind(),
                        event.commit(),
                        null,
                        event.admission(),
                        event.reason(),
                        event.startedBy(),
                        event.buildUrl(),
                        List.of(new PhaseTime(Phase.BUILD, at)),
                        null,
                        null,
                        event.target()));
    }

    void entered(PhaseEntered event, Instant at) {
        var old = deployments.get(event.deployment());
        if (old == null) {
            return;
        }
        var release = event.release() == null ? old.release() : known(event.release());
        var phases = old.phase() == event.phase() ? old.phases() : plus(old.phases(), new PhaseTime(event.phase(), at));
        put(old, release, phases, old.failure());
        var track = tracks.get(old.environment().name());
        if (event.phase().isFinal()) {
            track.finished(old.id());
        }
        if (event.phase() == Phase.DONE && old.phase() != Phase.DONE) {
            total(old.environment().name(), EnvironmentTotals::plusDone);
        }
        if (event.phase() == Phase.DONE && release != null && old.target() != null) {
            built(release, old);
        }
        if (event.phase().compareTo(Phase.DRAIN) >= 0 && event.phase() != Phase.FAILED) {
            track.switched(old.id(), old.commit(), old.admission());
        }
    }

    private Release known(Release release) {
        var before = releases.get(release.id());
        if (release.equals(before)) {
            return before;
        }
        releases.put(release.id(), release);
        return release;
    }

    /**
     * Remembers what a release was built from, of the target that just ran it and of no other. Its id says with which
     * Dockerfile: one that was built elsewhere with another says nothing about this environment's.
     */
    private void built(Release release, Deployment deployment) {
        String dockerfile = deployment.environment().dockerfile();
        if (release.id().equals(ReleaseId.of(release.commit(), dockerfile))) {
            built.put(new Source(deployment.target(), release.tree(), dockerfile), release);
        }
    }

    void failed(DeploymentFailed event, Instant at) {
        var old = deployments.get(event.deployment());
        if (old == null) {
            return;
        }
        if (old.phase() != Phase.FAILED) {
            total(old.environment().name(), EnvironmentTotals::plusFailed);
        }
        var phases = old.phase() == Phase.FAILED ? old.phases() : plus(old.phases(), new PhaseTime(Phase.FAILED, at));
        put(old, old.release(), phases, event.failure());
        tracks.get(old.environment().name()).finished(old.id());
    }

    void healed(EnvironmentHealed event) {
        if (event.isBeginning()) {
            total(event.environment(), EnvironmentTotals::plusHealed);
        }
    }

    private void total(EnvironmentName environment, UnaryOperator<EnvironmentTotals> plus) {
        totals.put(environment, plus.apply(totals.getOrDefault(environment, EnvironmentTotals.NONE)));
    }

    Map<EnvironmentName, EnvironmentTotals> totals() {
        return Collections.unmodifiableMap(totals);
    }

    void counted(TrafficCounted event) {
        deployments.computeIfPresent(
                event.deployment(),
                (id, old) -> new Deployment(
                        id,
                        old.environment(),
                        old.kind(),
                        old.commit(),
                        old.release(),
                        old.admission(),
                        old.reason(),
                        old.startedBy(),
                        old.buildUrl(),
                        old.phases(),
                        old.failure(),
                        event.traffic(),
                        old.target()));
    }

    /** After damage: what is known from before it is what people are shown, and admits nothing. */
    void distrust() {
        tracks.values().forEach(EnvironmentTrack::doubt);
        built.clear();
    }

    boolean isInDoubt(EnvironmentName environment) {
        var track = tracks.get(environment);
        return track != null && track.isInDoubt();
    }

    void removed(EnvironmentName environment) {
        var track = tracks.get(environment);
        if (track != null) {
            track.removed();
        }
    }

    private void put(Deployment old, Release release, List<PhaseTime> phases, String failure) {
        deployments.put(
                old.id(),
                new Deployment(
                        old.id(),
                        old.environment(),
                        old.kind(),
                        old.commit(),
                        release,
                        old.admission(),
                        old.reason(),
                        old.startedBy(),
                        old.buildUrl(),
                        phases,
                        failure,
                        old.traffic(),
                        old.target()));
    }

    private static List<PhaseTime> plus(List<PhaseTime> phases, PhaseTime next) {
        var all = new ArrayList<PhaseTime>(phases.size() + 1);
        all.addAll(phases);
        all.add(next);
        return all;
    }

    Set<EnvironmentName> environments() {
        var names = new TreeSet<EnvironmentName>(BY_NAME);
        tracks.forEach((name, track) -> {
            if (track.isPresent()) {
                names.add(name);
            }
        });
        return Collections.unmodifiableSet(names);
    }

    Optional<Deployment> current(EnvironmentName environment) {
        return Optional.ofNullable(tracks.get(environment))
                .map(EnvironmentTrack::current)
                .map(deployments::get);
    }

    Optional<Deployment> inProgress(EnvironmentName environment) {
        return Optional.ofNullable(tracks.get(environment))
                .map(EnvironmentTrack::inProgress)
                .map(deployments::get);
    }

    Optional<Deployment> deployment(DeploymentId id) {
        return Optional.ofNullable(deployments.get(id));
    }

    List<Deployment> history(EnvironmentName environment, int newest) {
        var track = tracks.get(environment);
        return track == null
                ? List.of()
                : track.newest(newest).stream().map(deployments::get).toList();
    }

    void forgetRuns(EnvironmentName environment) {
        var track = tracks.get(environment);
        if (track != null) {
            track.forgetRuns();
        }
    }

    boolean everRan(EnvironmentName environment) {
        var track = tracks.get(environment);
        return track != null && track.everRan();
    }

    boolean ran(EnvironmentName environment, CommitId commit) {
        var track = tracks.get(environment);
        return track != null && track.ran(commit);
    }

    Set<CommitId> admitted(EnvironmentName environment) {
        var track = tracks.get(environment);
        return track == null ? Set.of() : track.admitted();
    }

    Optional<Release> builtFrom(TargetId target, TreeId tree, String dockerfile) {
        return Optional.ofNullable(built.get(new Source(target, tree, dockerfile)));
    }

    Optional<Release> release(ReleaseId id) {
        return Optional.ofNullable(releases.get(id));
    }
}
