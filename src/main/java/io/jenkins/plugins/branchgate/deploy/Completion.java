package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.AlertRaised;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.ledger.TrafficCounted;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.Traffic;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The part of a deployment after its switch, {@code DRAIN} and {@code RETIRE}. {@code DRAIN} lasts until the replaced
 * replicas have no open session, or the drain time has passed, and the watch period is over; the replaced ones run until
 * then, so that there is something to switch back to. From {@code RETIRE} on there is no way back. An interrupt cuts the
 * waiting short and changes nothing else: the switch was done before it.
 */
final class Completion {

    private final SwitchedDeployment switched;
    private final OpenDeployment open;
    private final Environment environment;
    private final Release release;
    private final Clock clock;

    Completion(SwitchedDeployment switched, Clock clock) {
        this.switched = switched;
        this.open = switched.open();
        this.environment = open.record().environment();
        this.release = open.record().release();
        this.clock = clock;
    }

    /**
     * Ends the deployment.
     *
     * @throws DeploymentException if the release did not do well while watched, or could not be watched
     * @throws InterruptedException if the thread was interrupted; the deployment is done nevertheless
     */
    void run() throws DeploymentException, InterruptedException {
        boolean interrupted = false;
        try {
            drainAndWatch();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (TroubleException e) {
            throw new SwitchBack(switched, clock).because(e);
        } catch (PlatformException | RuntimeException e) {
            if (!Thread.interrupted()) {
                throw unwatched(e);
            }
            interrupted = true;
        }
        try {
            open.enter(
                    Phase.RETIRE,
                    release,
                    traffic().map(t -> new LedgerEvent[] {t}).orElse(new LedgerEvent[0]));
            interrupted |= Thread.interrupted();
            Optional<String> left = retire();
            interrupted |= Thread.interrupted();
            open.enter(Phase.DONE, release, left.map(this::alert).orElse(new LedgerEvent[0]));
        } catch (IOException | RuntimeException e) {
            throw new DeploymentException(
                    "Release " + release.id() + " serves in " + environment.name() + ", but the ledger could not be"
                            + " written: " + SafeText.message(e) + " The next deployment or check of the environment"
                            + " finishes this one.",
                    open.id(),
                    e);
        }
        if (interrupted) {
            throw new InterruptedException("The deployment to " + environment.name()
                    + " was aborted after its switch: release " + release.id() + " stays.");
        }
    }

    private void drainAndWatch() throws TroubleException, PlatformException, InterruptedException {
        var replaced = switched.replaced();
        try {
            Parallel.run(List.<Callable<Void>>of(
                    () -> {
                        if (!switched.fleet().awaitDrained(replaced, environment.drain())) {
                            open.log("Requests are still open on replaced replicas after the drain time of "
                                    + environment.drain().toSeconds() + " s; they are cut");
                        }
                        return null;
                    },
                    () -> {
                        new WatchPeriod(switched, environment.watch()).keep();
                        return null;
                    }));
        } catch (TroubleException | PlatformException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the edge counted since the switch; empty, and said so, if it cannot be asked. */
    private Optional<TrafficCounted> traffic() {
        try {
            var since = switched.platform().counters(switched.place()).since(switched.counted());
            var traffic = new Traffic(since.requests(), since.serverErrors() + since.lost());
            open.log(traffic.served() + " requests served and " + traffic.failed() + " failed during the switch");
            return Optional.of(new TrafficCounted(open.id(), traffic));
        } catch (PlatformException e) {
            open.log("The edge's counters could not be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Takes everything away that does not serve; what is left, in words, if not all could be. */
    private Optional<String> retire() {
        try {
            var serving = ReplicaGroup.ids(switched.serving());
            switched.fleet()
                    .retire(switched.fleet().all().stream()
                            .map(Replica::id)
                            .filter(id -> !serving.contains(id))
                            .toList());
            return Optional.empty();
        } catch (PlatformException | RuntimeException e) {
            return Optional.of(SafeText.message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("The build was aborted.");
        }
    }

    private LedgerEvent[] alert(String left) {
        String detail =
                "Not all replaced replicas could be removed; the next check of the environment tries again. " + left;
        open.log(detail);
        return new LedgerEvent[] {new AlertRaised(environment.name(), "left behind", detail)};
    }

    private DeploymentException unwatched(Exception cause) {
        String why = "Release " + release.id() + " was switched to in " + environment.name()
                + " and stays, but whether it does well could not be seen: " + SafeText.message(cause);
        try {
            open.fail(why);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
        return new DeploymentException(why, open.id(), cause);
    }
}
