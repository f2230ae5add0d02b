package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.ledger.DeploymentFailed;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.EnvironmentRemoved;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Makes the environments of one site run releases, through the phases {@code BUILD → START → PROBE → SWITCH → DRAIN →
 * RETIRE → DONE} or {@code FAILED}, each in the ledger before it begins.
 *
 * <ul>
 *   <li>Up to the end of {@code SWITCH} any failure, and an interrupt, leaves what served before serving and takes away
 *       what the deployment started.
 *   <li>{@code DRAIN} waits for the replaced replicas' sessions and for the environment's watch period. A release that
 *       does badly while watched is switched away from: its deployment is failed, and a deployment of kind
 *       {@code ROLLBACK} in the ledger is the return to the one before.
 *   <li>{@code RETIRE} takes the replaced replicas away.
 *   <li>After a crash {@link #recover}, or the next deployment, brings the environment to the old or the new release.
 * </ul>
 *
 * <p>Deployments of one environment run one at a time, in the order asked for. One that still waits when a later one is
 * asked for ends as superseded, except that scalings neither supersede nor are superseded. Safe for use by several
 * threads; all Deployers of one open ledger share one queue.
 */
public final class Deployer {

    private final Journal journal;
    private final Clock clock;
    private final DeploymentQueue queue;

    /** @param ledger the site's ledger, closed by its owner */
    public Deployer(Ledger ledger, Clock clock) {
        this(new Journal(ledger), clock, DeploymentQueue.of(ledger));
    }

    Deployer(Journal journal, Clock clock, DeploymentQueue queue) {
        this.journal = journal;
        this.clock = clock;
        this.queue = queue;
    }

    /** As {@link #deploy(DeployRequest, Platform, ImageBuilder, ImageSources, Progress)}, for a site with one engine. */
    public Deployment deploy(DeployRequest request, Platform platform, ImageBuilder images, Progress progress)
            throws DeploymentException, InterruptedException {
        return deploy(request, platform, images, ImageSources.NONE, progress);
    }

    /**
     * Deploys, and returns when the deployment is done: after the watch period. First settles a deployment of the same
     * environment that a crash left unfinished.
     *
     * @param request what to do; the gate let it in already
     * @param platform where the environment runs
     * @param images the image builder of the same engine
     * @param others where a tested image is copied from if that engine does not have it
     * @param progress hears phases and log lines
     * @return the record, in phase {@code DONE}
     * @throws SupersededException if a later request took its place while it waited
     * @throws DeploymentException if it failed, or the site's ledger cannot be believed; the message says why and what
     *     serves now
     * @throws InterruptedException if the thread was interrupted: nothing changed if the switch was not done, and
     *     otherwise the new release stays; the message, if there is one, says which
     */
    public Deployment deploy(
            DeployRequest request, Platform platform, ImageBuilder images, ImageSources others, Progress progress)
            throws DeploymentException, InterruptedException {
        var environment = request.environment().name();
        var closed = journal.view().whyClosed();
        if (closed.isPresent()) {
            throw new DeploymentException(closed.get(), null);
        }
        try (var entry = queue.join(environment, request)) {
            if (!entry.isFirst()) {
                progress.log("Waiting: another deployment of " + environment + " is under way");
            }
            var overtakenBy = entry.await();
            if (overtakenBy.isPresent()) {
                throw superseded(request, overtakenBy.get());
            }
            if (journal.view().inProgress(environment).isPresent()) {
                progress.log("An earlier deployment of " + environment + " was interrupted; settling it first");
                settle(new EnvironmentKey(request.site(), environment), platform, progress)
                        .ifPresent(missing -> progress.log(SafeText.line(missing)));
            }
            return deployLocked(request, platform, images, others, progress);
        }
    }

    private Deployment deployLocked(
            DeployRequest request, Platform platform, ImageBuilder images, ImageSources others, Progress progress)
            throws DeploymentException, InterruptedException {
        var environment = request.environment().name();
        var view = journal.view();
        var current = view.current(environment).map(deployment -> Lineage.of(view, deployment));
        if (request.kind() == DeploymentKind.SCALE && current.isEmpty()) {
            throw Scaling.nothingRuns(environment);
        }
        var target = identity(request, platform);
        OpenDeployment open;
        try {
            open = OpenDeployment.open(journal, progress, opened(request, target));
        } catch (IOException | RuntimeException e) {
            throw new DeploymentException(
                    "The ledger cannot be written, so nothing was deployed to " + environment
                            + " and what runs there is unharmed: " + SafeText.message(e),
                    null,
                    e);
        }
        var switched = new Attempt(request, open, platform, images, others, clock, current).run();
        new Completion(switched, clock).run();
        return open.record();
    }

    /** Before anything is recorded: a deployment whose target is not known cannot be told from one elsewhere. */
    private static TargetId identity(DeployRequest request, Platform platform) throws DeploymentException {
        try {
            return platform.identity();
        } catch (PlatformException | RuntimeException e) {
            throw new DeploymentException(
                    "Nothing was deployed to " + request.environment().name()
                            + ", because its target does not say which one it is: " + SafeText.message(e),
                    null,
                    e);
        }
    }

    /**
     * Settles what a crash left of an environment's deployments: to the old release or to the new, never both and never
     * neither; starts what is missing of it and takes away what belongs to neither. Waits for the lock. Does nothing to
     * an environment that is as it should be, or that the ledger never heard of; can be called again at any time.
     *
     * @throws DeploymentException if it could not be finished, for example because the platform does not answer, or if
     *     replicas that are missing could not be started
     */
    public void recover(EnvironmentKey place, Platform platform) throws DeploymentException, InterruptedException {
        try (var entry = queue.join(place.environment(), null)) {
            entry.await();
            recoverLocked(place, platform);
        }
    }

    /**
     * The same as {@link #recover}, by someone who holds the lock already.
     *
     * @param lock the lock of that environment, from {@link #tryLock}; stays held
     */
    public void recover(DeploymentQueue.Lock lock, EnvironmentKey place, Platform platform)
            throws DeploymentException, InterruptedException {
        if (!(lock instanceof DeploymentQueue.Entry entry) || !entry.isFirst()) {
            throw new IllegalArgumentException("The lock was given back");
        }
        recoverLocked(place, platform);
    }

    private void recoverLocked(EnvironmentKey place, Platform platform)
            throws DeploymentException, InterruptedException {
        var missing = settle(place, platform, Progress.NONE);
        if (missing.isPresent()) {
            throw new DeploymentException(place.environment() + " is settled, but not whole: " + missing.get(), null);
        }
    }

    private Optional<String> settle(EnvironmentKey place, Platform platform, Progress progress)
            throws DeploymentException, InterruptedException {
        try {
            return new Recovery(journal, progress, platform, place).run();
        } catch (PlatformException | IOException | RuntimeException e) {
            throw new DeploymentException(
                    "What an interrupted deployment left in " + place.environment() + " could not be settled; nothing"
                            + " else was begun. Try again: " + SafeText.message(e),
                    journal.view()
                            .inProgress(place.environment())
                            .map(Deployment::id)
                            .orElse(null),
                    e);
        }
    }

    /**
     * Removes all that belongs to an environment from the platform, and records it. Waits for the lock. Its history and
     * images stay.
     *
     * @throws DeploymentException if the platform or the ledger fails; can be called again then
     */
    public void remove(EnvironmentKey place, Platform platform) throws DeploymentException, InterruptedException {
        if (journal.view().integrity().newer()) { // the removal could not be recorded
            throw new DeploymentException(journal.view().whyClosed().orElseThrow(), null);
        }
        try (var entry = queue.join(place.environment(), null)) {
            entry.await();
            platform.remove(place);
            journal.append(List.of(new EnvironmentRemoved(place.environment())));
        } catch (PlatformException | IOException | RuntimeException e) {
            throw new DeploymentException(
                    place + " could not be removed completely. Try again: " + SafeText.message(e), null, e);
        }
    }

    /** The right to change an environment, if nobody has it or waits for it; for those who check on it. Never waits. */
    public Optional<DeploymentQueue.Lock> tryLock(EnvironmentName environment) {
        return queue.joinIfEmpty(environment).map(DeploymentQueue.Lock.class::cast);
    }

    private SupersededException superseded(DeployRequest request, DeployRequest by) {
        String why = "The deployment of commit " + request.commit().abbreviated() + " to "
                + request.environment().name() + " was superseded while it waited, by the later one of commit "
                + by.commit().abbreviated() + (by.startedBy() == null ? "" : " started by " + by.startedBy())
                + (by.buildUrl() == null ? "" : " (" + by.buildUrl() + ")") + ". Nothing was changed.";
        var opened = opened(request, null);
        var superseded = new SupersededException(SafeText.lines(why), opened.deployment());
        try {
            journal.append(List.of(opened, new DeploymentFailed(opened.deployment(), superseded.getMessage())));
        } catch (IOException | RuntimeException e) {
            superseded.addSuppressed(e);
        }
        return superseded;
    }

    private DeploymentOpened opened(DeployRequest request, TargetId target) {
        return new DeploymentOpened(
                DeploymentId.create(clock.instant()),
                request.environment(),
                request.kind(),
                request.commit(),
                request.admission(),
                request.reason(),
                request.startedBy(),
                request.buildUrl(),
                target);
    }
}
