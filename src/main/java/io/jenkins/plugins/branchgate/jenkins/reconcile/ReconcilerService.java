package io.jenkins.plugins.branchgate.jenkins.reconcile;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.reconcile.EnvironmentStatus;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps every environment of every site on what its ledger says, from when all jobs are loaded until the controller
 * stops. Its threads are its own: neither the start nor the end of the controller waits for an engine.
 */
@Extension
public class ReconcilerService {

    /** How soon a site or environment that was deployed for the first time is watched. */
    private static final Duration NEW_SITES = Duration.ofSeconds(5);

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final System.Logger LOG = System.getLogger(ReconcilerService.class.getName());

    private final PeriodicWork rounds = new PeriodicWork();
    private final Map<SiteId, SiteReconciler> sites = new ConcurrentHashMap<>();
    private final Set<SiteId> told = ConcurrentHashMap.newKeySet();

    /** The watch of the running controller. */
    public static ReconcilerService get() {
        return ExtensionList.lookupSingleton(ReconcilerService.class);
    }

    /**
     * How the environments of a site do, as last seen, sorted by name; empty until it is watched, which is seconds after
     * its first deployment or the controller's start. Asks no engine.
     */
    public List<EnvironmentStatus> status(SiteId site) {
        var watch = sites.get(site);
        return watch == null ? List.of() : watch.status();
    }

    /** How one environment does, as last seen. */
    public Optional<EnvironmentStatus> status(SiteId site, EnvironmentName environment) {
        return status(site).stream()
                .filter(status -> status.environment().equals(environment))
                .findFirst();
    }

    private Duration findSites() throws IOException {
        for (var site : BranchGate.get().sites()) {
            try {
                var watch = sites.get(site);
                if (watch == null) {
                    watch = new SiteReconciler(site);
                    sites.put(site, watch);
                }
                keep(site, watch);
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        told.add(site) ? Level.WARNING : Level.DEBUG,
                        "The site " + site + " cannot be watched, its ledger does not open; it is tried again",
                        e);
            }
        }
        return NEW_SITES;
    }

    private void keep(SiteId site, SiteReconciler watch) {
        for (var environment : watch.environments()) {
            rounds.keep(
                    "The watch over " + site + "/" + environment,
                    () -> watch.engine(environment),
                    () -> watch.pass(environment));
        }
    }

    /** Begins, unless it has begun. */
    private void begin() {
        rounds.keep("The search for sites to watch", this::findSites);
    }

    /**
     * Begins when all jobs and their builds can be found. Unlike a listener of items this is called also when the plugin is
     * installed into a controller that runs.
     */
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
    public static ReconcilerService beginAtStart() {
        ReconcilerService.get().begin();
        return ReconcilerService.get();
    }

    /** Ends before the ledgers are closed. */
    @Extension(ordinal = 100)
    public static class AtEnd extends ItemListener {
        @Override
        public void onBeforeShutdown() {
            try {
                ReconcilerService.get().rounds.close(LAST_WORDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
