package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.agent.EngineReach;
import io.jenkins.plugins.branchgate.jenkins.approval.Background;
import io.jenkins.plugins.branchgate.jenkins.watch.Watch;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.Place;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.watch.EnvironmentStatus;
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

    private final Map<Place, Health> latest = new ConcurrentHashMap<>();

    /** The findings of the running controller. */
    public static HealthChecks get() {
        return ExtensionList.lookupSingleton(HealthChecks.class);
    }

    /**
     * The latest finding; returns at once. What the reconciler saw, or while it leaves the environment to a deployment,
     * what is looked up in the background when it is not fresh.
     */
    public Health latest(SiteId site, EnvironmentName environment) {
        var watched = Watch.get().status(site, environment).filter(HealthChecks::isAboutNow);
        if (watched.isPresent()) {
            return Health.of(watched.get());
        }
        var place = new Place(site, environment);
        var known = latest.get(place);
        var now = BranchGate.get().clock().instant();
        if (known == null || known.at().plus(FRESH).isBefore(now)) {
            // One look at a time at each engine: those that ask again while it is silent add nothing.
            var engine = EngineReach.engine(site, environment);
            Background.get()
                    .run(
                            List.of("looks", engine),
                            List.of("looks", engine),
                            "the look at " + place,
                            () -> now(site, environment));
        }
        return known == null ? Health.unknown("Not looked at yet", now) : known;
    }

    private static boolean isAboutNow(EnvironmentStatus status) {
        return status.seenAt() != null
                && status.inProgress().isEmpty()
                && status.since().filter(status.seenAt()::isAfter).isPresent();
    }

    /** Asks the environment's edge now; takes as long as its engine, and the agent in between, take to answer. */
    public Health now(SiteId site, EnvironmentName environment) {
        var place = new Place(site, environment);
        var found = ask(place);
        latest.put(place, found);
        return found;
    }

    private static Health ask(Place place) {
        var gate = BranchGate.get();
        var now = gate.clock().instant();
        try {
            var current = gate.ledger(place.site()).view().current(place.environment());
            if (current.isEmpty()) {
                return Health.unknown("Nothing runs yet", now);
            }
            return Health.of(
                    EngineReach.connect(place.site(), place.environment())
                            .platform()
                            .edge(place),
                    now);
        } catch (PlatformException | IOException | InvalidValueException e) {
            return Health.unknown("Not known: " + e.getMessage(), now);
        }
    }
}
