package io.jenkins.plugins.branchgate.reconcile;

import io.jenkins.plugins.branchgate.deploy.Deployer;
import io.jenkins.plugins.branchgate.ledger.AlertRaised;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What carries a site's labels on a platform and belongs to no environment of its ledger. Left of one that was removed, it
 * is taken away; of one that the ledger never heard of, it may be another controller's: that is told once, and nothing is
 * touched.
 */
final class Orphans {

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final String ALERT = "unknown environment";
    private static final String LEFT = "leftovers";

    private final SiteId site;
    private final Ledger ledger;
    private final Deployer deployer;
    private final Platforms platforms;
    private final Set<EnvironmentName> told = ConcurrentHashMap.newKeySet();
    private final Map<EnvironmentName, Instant> next = new ConcurrentHashMap<>();

    Orphans(SiteId site, Ledger ledger, Deployer deployer, Platforms platforms) {
        this.site = site;
        this.ledger = ledger;
        this.deployer = deployer;
        this.platforms = platforms;
    }

    /** Looks where an environment of the site runs, if it is time to; for several environments at a time. */
    void pass(EnvironmentName environment, Instant now) throws IOException, InterruptedException {
        if (next.getOrDefault(environment, Instant.MIN).isAfter(now)
                || ledger.view().integrity().newer()) {
            return;
        }
        next.put(environment, now.plus(EVERY));
        try {
            var platform = platforms.of(environment);
            for (var place : platform.places(site)) {
                look(platform, place);
            }
        } catch (PlatformException e) {
            return; // the environment's own status says that its platform is out of reach
        }
    }

    private void look(Platform platform, EnvironmentKey place)
            throws PlatformException, IOException, InterruptedException {
        var name = place.environment();
        if (!place.site().equals(site) || ledger.view().environments().contains(name)) {
            return;
        }
        if (ledger.view().isInDoubt(name)) {
            return; // the line that is lost may be the deployment that made it
        }
        if (ledger.view().history(name, 1).isEmpty()) {
            if (told.add(name)) {
                write(new AlertRaised(
                        name,
                        ALERT,
                        "There are containers or a network of an environment " + name + " of this site at "
                                + platform.describe() + ", which was never deployed from here. They may belong to"
                                + " another controller and were not touched. If nobody needs them, remove what has"
                                + " the labels io.jenkins.branch-gate.site=" + site
                                + " and io.jenkins.branch-gate.environment=" + name + "."));
            }
            return;
        }
        var lock = deployer.tryLock(name);
        if (lock.isEmpty()) {
            return;
        }
        try (var mine = lock.get()) {
            // Another environment of the same platform may have led here first.
            if (!ledger.view().environments().contains(name)
                    && platform.places(site).contains(place)) {
                platform.remove(place);
                tell(platform, place);
            }
        }
    }

    /** What cannot be taken away is told once: it is met again in every look. */
    private void tell(Platform platform, EnvironmentKey place) throws PlatformException, IOException {
        var name = place.environment();
        if (!platform.places(site).contains(place)) {
            told.remove(name);
            write(new EnvironmentHealed(name, "leftovers removed", "the environment had been removed"));
        } else if (told.add(name)) {
            write(new AlertRaised(
                    name,
                    LEFT,
                    "What is left of the removed environment " + name + " at " + platform.describe()
                            + " was to be taken away, and is still there. Nothing else was touched. Remove what has the"
                            + " labels io.jenkins.branch-gate.site=" + site + " and io.jenkins.branch-gate.environment="
                            + name + "."));
        }
    }

    private void write(LedgerEvent event) throws IOException {
        ledger.append(event);
    }
}
