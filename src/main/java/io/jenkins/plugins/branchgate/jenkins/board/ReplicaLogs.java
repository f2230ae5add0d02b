package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.security.ACL;
import io.jenkins.plugins.branchgate.deploy.Lineage;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnector;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers the pages that follow containers. Each answer is one request to the engine, or none; between two answers nothing
 * is held for a viewer. At most {@value #MOST_OF_ENGINE} requests are made to one engine at a time, {@value #MOST_AT_ONCE} to
 * all, and one that failed is not made again for a while, so that viewers of an engine that is silent take no thread from
 * anybody else.
 */
@Extension
public class ReplicaLogs {

    private static final int MOST_OF_ENGINE = 4;
    private static final int MOST_AT_ONCE = 32;
    private static final int MOST_CONTAINERS = 200;
    private static final int MOST_BYTES = 64 * 1024;
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

    private final AskingLimit asking = new AskingLimit(MOST_OF_ENGINE, MOST_AT_ONCE);
    private final Map<EnvironmentKey, Seen> seen = new ConcurrentHashMap<>();

    /** What was found at a place, or why nothing was. */
    private record Seen(List<Replica> replicas, String trouble, Instant at) {
        boolean isFresh(Instant now) {
            return at.plus(trouble == null ? FRESH : AFTER_TROUBLE).isAfter(now);
        }
    }

    /**
     * The containers of a deployment.
     *
     * @param trouble why those that run are not known now, or null
     */
    record Containers(List<ShownReplica> replicas, String trouble) {}

    /**
     * A part of a log.
     *
     * @param text what was written, fit to be shown as text
     * @param next to be given with the next request
     * @param cut true if something before it was left out
     * @param live true if there may be more
     * @param trouble why there is nothing now, or null
     */
    record Part(String text, String next, boolean cut, boolean live, String trouble) {}

    /** What answers on the running controller. */
    static ReplicaLogs get() {
        return ExtensionList.lookupSingleton(ReplicaLogs.class);
    }

    Containers replicas(SiteId site, Deployment deployment) throws IOException {
        var found = look(new EnvironmentKey(site, deployment.environment().name()));
        var members =
                Lineage.of(BranchGate.get().ledger(site).view(), deployment).members();
        var shown = new ArrayList<ShownReplica>();
        var live = new HashSet<ReplicaId>();
        for (var replica : found.replicas()) {
            if (members.contains(replica.deployment()) && shown.size() < MOST_CONTAINERS) {
                live.add(replica.id());
                shown.add(ShownReplica.of(replica));
            }
        }
        var now = BranchGate.get().clock().instant();
        for (var kept : BranchGate.get().logs(site).of(deployment.environment().name(), deployment.id())) {
            if (!live.contains(kept.replicaId())) {
                shown.add(ShownReplica.of(kept, now));
            }
        }
        return new Containers(shown, found.trouble());
    }

    /** @throws InvalidValueException if id or position are malformed, or the deployment has no such container */
    Part read(SiteId site, Deployment deployment, String replica, String since) throws IOException {
        var id = new ReplicaId(replica);
        var position = LogPosition.parse(since);
        var place = new EnvironmentKey(site, deployment.environment().name());
        var found = look(place);
        boolean isThere = found.replicas().stream().anyMatch(each -> each.id().equals(id));
        if (isThere) {
            var part = follow(place, id, position);
            if (part != null) {
                return part;
            }
        }
        var kept = BranchGate.get().logs(site).text(place.environment(), deployment.id(), id);
        if (kept.isPresent()) {
            return new Part(kept.get(), "", false, false, null);
        }
        if (found.trouble() != null) {
            return new Part("", position.toString(), false, true, found.trouble());
        }
        return new Part("", position.toString(), false, isThere, isThere ? null : Messages.ReplicaState_Gone());
    }

    /** Null if the engine does not give it, for example because the container has gone just now. */
    private Part follow(EnvironmentKey place, ReplicaId id, LogPosition since) {
        var engine = EngineConnector.engine(place.site(), place.environment());
        if (!asking.tryBegin(engine)) {
            return new Part("", since.toString(), false, true, Messages.ReplicaLogs_Busy());
        }
        try {
            var part = platform(place).readLog(id, since, MOST_BYTES).last(MOST_BYTES);
            return new Part(SafeText.block(part.text()), part.next().toString(), part.cut(), true, null);
        } catch (PlatformException e) {
            seen.remove(place);
            var again = look(place);
            return again.replicas().stream().anyMatch(each -> each.id().equals(id))
                    ? new Part("", since.toString(), false, true, unreachable(e))
                    : null;
        } finally {
            asking.end(engine);
        }
    }

    private Seen look(EnvironmentKey place) {
        var now = BranchGate.get().clock().instant();
        var known = seen.get(place);
        if (known != null && known.isFresh(now)) {
            return known;
        }
        var engine = EngineConnector.engine(place.site(), place.environment());
        if (!asking.tryBegin(engine)) {
            return known != null ? known : new Seen(List.of(), Messages.ReplicaLogs_Busy(), now);
        }
        try {
            var found = new Seen(platform(place).replicas(place), null, now);
            seen.put(place, found);
            return found;
        } catch (PlatformException e) {
            var found = new Seen(List.of(), unreachable(e), now);
            seen.put(place, found);
            return found;
        } finally {
            asking.end(engine);
        }
    }

    private static String unreachable(PlatformException e) {
        return Messages.ReplicaLogs_Unreachable(SafeText.block(Objects.toString(e.getMessage(), "")));
    }

    /** Reached as the system: whoever may read the logs need not see the agent that leads there. */
    private static Platform platform(EnvironmentKey place) throws PlatformException {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            return EngineConnector.connect(place.site(), place.environment()).platform();
        } catch (IOException | InvalidValueException e) {
            throw new PlatformException(e.getMessage(), e);
        }
    }
}
