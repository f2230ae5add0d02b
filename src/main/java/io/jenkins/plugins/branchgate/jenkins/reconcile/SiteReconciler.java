package io.jenkins.plugins.branchgate.jenkins.reconcile;

import hudson.security.ACL;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnector;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.reconcile.EnvironmentStatus;
import io.jenkins.plugins.branchgate.reconcile.Health;
import io.jenkins.plugins.branchgate.reconcile.Reconciler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** One site's reconciler, its engines reached as its environments were deployed. */
final class SiteReconciler {

    private static final System.Logger LOG = System.getLogger(SiteReconciler.class.getName());

    private final SiteId site;
    private final Reconciler reconciler;

    SiteReconciler(SiteId site) throws IOException {
        this.site = site;
        var gate = BranchGate.get();
        this.reconciler = new Reconciler(site, gate.ledger(site), gate.deployer(site), this::platform);
    }

    List<EnvironmentStatus> status() {
        return reconciler.status();
    }

    /** The environments to look at, as of now. */
    List<EnvironmentName> environments() {
        return reconciler.environments();
    }

    /**
     * Looks at an environment, heals what is due, and reads its edge's counters; says when to do so again, null if the
     * environment is no more. Several environments may be looked at at a time.
     */
    Duration pass(EnvironmentName environment) throws IOException, InterruptedException {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            var next = reconciler.pass(environment, BranchGate.get().clock().instant());
            if (next.isPresent()) {
                var health = reconciler.status(environment).health();
                if (health != Health.UNKNOWN && health != Health.NOTHING) {
                    count(new EnvironmentKey(site, environment));
                }
            }
            return next.orElse(null);
        }
    }

    /** What the environment waits for when its engine is silent. */
    Object engine(EnvironmentName environment) {
        return EngineConnector.engine(site, environment);
    }

    private void count(EnvironmentKey place) {
        try {
            BranchGate.get()
                    .metrics()
                    .counted(place, platform(place.environment()).counters(place));
        } catch (PlatformException | RuntimeException e) {
            // The totals are read again at the next pass, and nothing is lost of them.
            LOG.log(Level.DEBUG, "The counters of " + place + " cannot be read now", e);
        }
    }

    private Platform platform(EnvironmentName environment) throws PlatformException {
        try {
            return EngineConnector.connect(site, environment).platform();
        } catch (IOException | InvalidValueException e) {
            throw new PlatformException(e.getMessage(), e);
        }
    }
}
