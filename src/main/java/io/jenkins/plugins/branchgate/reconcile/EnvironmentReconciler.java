package io.jenkins.plugins.branchgate.reconcile;

import io.jenkins.plugins.branchgate.deploy.Deployer;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.Lineage;
import io.jenkins.plugins.branchgate.ledger.AlertRaised;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One environment's share of the reconciler: what was seen, and what is remembered from pass to pass. */
final class EnvironmentReconciler {

    /** How long a platform may be out of reach before somebody is told. */
    private static final Duration LONG_SILENCE = Duration.ofMinutes(2);

    private static final String NO_ANSWER = "no answer";
    private static final String IN_DOUBT = "what it should run is not certain, since the site's ledger is damaged or a"
            + " newer version's; nothing is healed until the next deployment to it";

    private final EnvironmentKey place;
    private final Ledger ledger;
    private final Deployer deployer;
    private final Platforms platforms;
    private final Observer observer = new Observer();
    private final Backoff patience;
    private final Draining draining = new Draining();
    private final Set<String> alerts = new HashSet<>();
    private DeploymentId cared;
    private Instant silentSince;

    private volatile Health health = Health.UNKNOWN;
    private volatile List<String> findings = List.of();
    private volatile Instant seenAt;

    EnvironmentReconciler(
            EnvironmentKey place, Ledger ledger, Deployer deployer, Platforms platforms, RandomGenerator random) {
        this.place = place;
        this.ledger = ledger;
        this.deployer = deployer;
        this.platforms = platforms;
        this.patience = new Backoff(random);
    }

    EnvironmentStatus status() {
        var view = ledger.view();
        var current = view.current(place.environment());
        return new EnvironmentStatus(
                place.environment(),
                current,
                view.inProgress(place.environment()),
                current.isEmpty() ? Health.NOTHING : health,
                findings,
                seenAt);
    }

    /** Looks, and acts if something is wrong and it is time to. True if a look again soon would be of use. */
    boolean pass(Instant now) throws IOException, InterruptedException {
        if (ledger.view().isInDoubt(place.environment())) {
            health = Health.UNKNOWN;
            findings = List.of(IN_DOUBT);
            seenAt = now;
            return false;
        }
        Platform platform;
        try {
            platform = platforms.of(place.environment());
        } catch (PlatformException e) {
            // Out of reach says nothing about the environment: no attempt is counted and nobody is alerted.
            notSeen(now, e);
            return false;
        }
        try {
            return ledger.view().inProgress(place.environment()).isPresent()
                    ? settle(platform, now)
                    : lookAndHeal(platform, now);
        } catch (PlatformException | DeploymentException | RuntimeException e) {
            notSeen(now, e);
            if (UnreachableException.isCauseOf(e)) {
                silent(now, e);
            } else {
                failed(now, e);
            }
            return false;
        }
    }

    private void notSeen(Instant now, Exception why) {
        health = Health.UNKNOWN;
        findings = List.of(String.valueOf(why.getMessage()));
        seenAt = now;
    }

    /** A deployment that is in progress though nobody holds the lock was left by a crash. */
    private boolean settle(Platform platform, Instant now)
            throws DeploymentException, IOException, InterruptedException {
        if (!patience.mayTry(now)) {
            return false;
        }
        var lock = deployer.tryLock(place.environment());
        if (lock.isEmpty()) {
            return false;
        }
        try (var mine = lock.get()) {
            var left = ledger.view().inProgress(place.environment());
            if (left.isPresent()) {
                deployer.recover(mine, place, platform);
                write(new EnvironmentHealed(
                        place.environment(),
                        "settled",
                        "deployment " + left.get().id() + " had been interrupted"));
            }
        }
        return true;
    }

    private boolean lookAndHeal(Platform platform, Instant now)
            throws PlatformException, DeploymentException, IOException, InterruptedException {
        var view = ledger.view();
        var current = view.current(place.environment());
        if (current.isEmpty()) {
            health = Health.NOTHING;
            findings = List.of();
            seenAt = now;
            return false;
        }
        if (!current.get().id().equals(cared)) {
            cared = current.get().id();
            alerts.clear();
            patience.reset();
        }
        var seen = observer.look(platform, place, Lineage.of(view, current.get()), now);
        answered();
        if (!isStill(current.get())) {
            return true;
        }
        health = seen.health();
        findings = seen.findings();
        seenAt = now;
        if (seen.isWhole()) {
            if (patience.calm(now)) {
                alerts.clear();
            }
            return false;
        }
        return seen.isRight() || heal(platform, seen, now);
    }

    private boolean heal(Platform platform, Observation seen, Instant now)
            throws PlatformException, IOException, InterruptedException {
        if (needsPatience(seen) && !patience.mayTry(now)) {
            return false;
        }
        var lock = deployer.tryLock(place.environment());
        if (lock.isEmpty()) {
            return false;
        }
        try (var mine = lock.get()) {
            if (!isStill(seen.lineage().deployment())) {
                return true;
            }
            if (needsPatience(seen)) {
                patience.attempt(now);
            }
            var done = new Healing(platform, place, draining, now).heal(seen);
            draining.keep(platform.replicas(place).stream().map(Replica::id).collect(Collectors.toSet()));
            if (!done.isEmpty()) {
                write(new EnvironmentHealed(
                        place.environment(), String.join(", ", done), String.join("; ", seen.findings())));
            }
        }
        alertIfPatienceEnds(String.join("; ", seen.findings()));
        return true;
    }

    /** Routing to replicas that have become fit, and taking others away, ends a healing: not another attempt. */
    private static boolean needsPatience(Observation seen) {
        return !seen.isEdgeRight() || seen.missing() > 0;
    }

    /** True if the environment runs the same deployment and none is under way. */
    private boolean isStill(Deployment deployment) {
        var view = ledger.view();
        return view.inProgress(place.environment()).isEmpty()
                && view.current(place.environment())
                        .filter(now -> now.id().equals(deployment.id()))
                        .isPresent();
    }

    /** No attempt is counted, so that healing goes on as soon as there is an answer. */
    private void silent(Instant now, Exception failure) throws IOException {
        if (silentSince == null) {
            silentSince = now;
        }
        if (!silentSince.plus(LONG_SILENCE).isAfter(now)) {
            alert(NO_ANSWER, String.valueOf(failure.getMessage()));
        }
    }

    private void answered() {
        if (silentSince != null) {
            silentSince = null;
            alerts.remove(NO_ANSWER);
        }
    }

    private void failed(Instant now, Exception failure) throws IOException {
        if (patience.mayTry(now)) {
            patience.attempt(now);
        }
        if (patience.attempts() >= 3) {
            alert("cannot be healed", String.valueOf(failure.getMessage()));
        }
        alertIfPatienceEnds(String.valueOf(failure.getMessage()));
    }

    private void alertIfPatienceEnds(String detail) throws IOException {
        if (patience.attempts() >= Backoff.FLAPPING) {
            alert("flapping", "healed " + patience.attempts() + " times in short order: " + detail);
        }
        if (patience.attempts() >= Backoff.GIVEN_UP) {
            alert(
                    "given up",
                    "still wrong after " + patience.attempts() + " attempts, tried hourly from now on: " + detail);
        }
    }

    /** Once, until the environment has been well again. */
    private void alert(String alert, String detail) throws IOException {
        if (alerts.add(alert)) {
            write(new AlertRaised(place.environment(), alert, detail));
        }
    }

    private void write(LedgerEvent event) throws IOException {
        ledger.append(event);
    }
}
