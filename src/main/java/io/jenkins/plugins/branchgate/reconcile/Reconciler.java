package io.jenkins.plugins.branchgate.reconcile;

import io.jenkins.plugins.branchgate.deploy.Deployer;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Keeps the environments of one site on what the ledger says they run, also after a failed deployment. Replaces replicas
 * that are missing, stopped, unhealthy or of the wrong image, takes away what does not belong there, puts the edge right,
 * and settles deployments that a crash left. What it did and what needs a person goes to the ledger.
 *
 * <p>It never acts on an environment while a deployment of it is under way, looks without holding its lock, and waits for
 * nothing while it has it. Attempts to heal come ever more rarely while they do not help.
 *
 * <p>It runs no thread: someone calls {@link #pass(EnvironmentName, Instant)} again and again for each environment, one
 * call at a time for each and any number beside each other, so that an engine that is silent, or a recovery that takes an
 * hour, holds up no other environment. {@link #status} may be called by any thread meanwhile. Nothing is kept over a
 * restart, which only makes it patient anew.
 */
public final class Reconciler {

    /** When to call {@link #pass} again while all is well. */
    public static final Duration CALM = Duration.ofSeconds(10);

    /** When to call it again while something is being healed. */
    public static final Duration SOON = Duration.ofMillis(200);

    private final SiteId site;
    private final Ledger ledger;
    private final Deployer deployer;
    private final Platforms platforms;
    private final RandomGenerator random;
    private final Orphans orphans;
    private final Map<EnvironmentName, EnvironmentReconciler> cares = new ConcurrentHashMap<>();

    /**
     * @param ledger the site's ledger
     * @param deployer a Deployer of the same ledger
     * @param platforms where the environments run
     */
    public Reconciler(SiteId site, Ledger ledger, Deployer deployer, Platforms platforms) {
        this(site, ledger, deployer, platforms, RandomGenerator.getDefault());
    }

    Reconciler(SiteId site, Ledger ledger, Deployer deployer, Platforms platforms, RandomGenerator random) {
        this.site = site;
        this.ledger = ledger;
        this.deployer = deployer;
        this.platforms = platforms;
        this.random = random;
        this.orphans = new Orphans(site, ledger, deployer, platforms);
    }

    /** The environments to look at, as of now. */
    public List<EnvironmentName> environments() {
        return List.copyOf(ledger.view().environments());
    }

    /**
     * Looks at one environment once and heals what is due. A replica that hangs costs a second; a platform that does
     * not answer costs its own time-out.
     *
     * @param now the time, which decides what is due
     * @return how long to wait before the next pass; empty if there is no such environment any more
     * @throws IOException if the ledger cannot be written; what was done on a platform is done
     * @throws InterruptedException if the thread is interrupted; the next pass goes on from what it finds
     */
    public Optional<Duration> pass(EnvironmentName environment, Instant now) throws IOException, InterruptedException {
        if (!ledger.view().environments().contains(environment)) {
            cares.remove(environment);
            return Optional.empty();
        }
        if (isPaused(environment)) {
            return Optional.of(CALM);
        }
        boolean soon = care(environment).pass(now);
        orphans.pass(environment, now);
        return Optional.of(soon ? SOON : CALM);
    }

    /** Looks at every environment once, one after the other; see {@link #pass(EnvironmentName, Instant)}. */
    public Duration pass(Instant now) throws IOException, InterruptedException {
        var next = CALM;
        for (var environment : environments()) {
            var wait = pass(environment, now).orElse(CALM);
            next = wait.compareTo(next) < 0 ? wait : next;
        }
        return next;
    }

    /** How one environment does, as last seen. */
    public EnvironmentStatus status(EnvironmentName environment) {
        return care(environment).status();
    }

    private boolean isPaused(EnvironmentName environment) {
        return ledger.view().ownership(environment).map(Ownership::paused).orElse(false);
    }

    /** How every environment does, as last seen, sorted by name. */
    public List<EnvironmentStatus> status() {
        return ledger.view().environments().stream()
                .map(environment -> care(environment).status())
                .toList();
    }

    private EnvironmentReconciler care(EnvironmentName environment) {
        return cares.computeIfAbsent(
                environment,
                name -> new EnvironmentReconciler(new EnvironmentKey(site, name), ledger, deployer, platforms, random));
    }
}
