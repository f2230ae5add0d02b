package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.approval.BackgroundTasks;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnector;
import io.jenkins.plugins.branchgate.jenkins.reconcile.ReconcilerService;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.reconcile.EnvironmentStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How the environments were found when someone last looked. */
@Extension
public class HealthChecks {

    /** A finding older than this is looked up again when someone asks. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    private final Map<EnvironmentKey, ShownHealth> latest = new ConcurrentHashMap<>();

    /** The findings of the running controller. */
    public static HealthChecks get() {
        return ExtensionList.lookupSingleton(HealthChecks.class);
    }

    /**
     * The latest finding; returns at once. What the reconciler saw, or while it leaves the environment to a deployment,
     * what is looked up in the background when it is not fresh.
     */
    public ShownHealth latest(SiteId site, EnvironmentName environment) {
        var watched = ReconcilerService.get().status(site, environment).filter(HealthChecks::isAboutNow);
        if (watched.isPresent()) {
            return ShownHealth.of(watched.get());
        }
        var place = new EnvironmentKey(site, environment);
        var known = latest.get(place);
        var now = BranchGate.get().clock().instant();
        if (known == null || known.at().plus(FRESH).isBefore(now)) {
            // One look at a time at each engine: those that ask again while it is silent add nothing.
            var engine = EngineConnector.engine(site, environment);
            BackgroundTasks.get()
                    .run(
                            List.of("looks", engine),
                            List.of("looks", engine),
                            "the look at " + place,
                            () -> now(site, environment));
        }
        return known == null ? ShownHealth.unknown("Not looked at yet", now) : known;
    }

    private static boolean isAboutNow(EnvironmentStatus status) {
        return status.seenAt() != null
                && status.inProgress().isEmpty()
                && status.since().filter(status.seenAt()::isAfter).isPresent();
    }

    /** Asks the environment's edge now; takes as long as its engine, and the agent in between, take to answer. */
    public ShownHealth now(SiteId site, EnvironmentName environment) {
        var place = new EnvironmentKey(site, environment);
        var found = ask(place);
        latest.put(place, found);
        return found;
    }

    private static ShownHealth ask(EnvironmentKey place) {
        var gate = BranchGate.get();
        var now = gate.clock().instant();
        try {
            var current = gate.ledger(place.site()).view().current(place.environment());
            if (current.isEmpty()) {
                return ShownHealth.unknown("Nothing runs yet", now);
            }
            return ShownHealth.of(
                    EngineConnector.connect(place.site(), place.environment())
                            .platform()
                            .edge(place),
                    now);
        } catch (PlatformException | IOException | InvalidValueException e) {
            return ShownHealth.unknown("Not known: " + e.getMessage(), now);
        }
    }
}
