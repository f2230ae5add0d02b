package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The time after a switch in which a release must do well: none of its replicas may stop or be restarted, and failed
 * requests must not rise. They have risen when there are at least three of them and their share of the requests since
 * the switch is more than twice, and more than a hundredth above, what it was before the switch. A look
 * that the platform cannot answer is passed over; three in a row are not.
 */
final class WatchPeriod {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int LOOKS = 20;
    private static final int UNANSWERED = 3;
    private static final int FEWEST_FAILED = 3;
    private static final double RISE = 0.01;

    private final SwitchedDeployment switched;
    private final Duration length;

    WatchPeriod(SwitchedDeployment switched, Duration length) {
        this.switched = switched;
        this.length = length;
    }

    /**
     * Watches until the time has passed; returns at once if it is zero.
     *
     * @throws TroubleException at the first sign of trouble
     * @throws PlatformException if the platform did not answer three looks in a row
     */
    void keep() throws TroubleException, PlatformException, InterruptedException {
        if (length.isZero()) {
            return;
        }
        Map<ReplicaId, Instant> started =
                switched.fleet().all().stream().collect(Collectors.toMap(Replica::id, Replica::startedAt));
        long end = System.nanoTime() + length.toNanos();
        int unanswered = 0;
        while (true) {
            try {
                look(started);
                unanswered = 0;
            } catch (PlatformException e) {
                if (++unanswered == UNANSWERED) {
                    throw e;
                }
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            Thread.sleep(Math.max(
                    1, Math.min(pause().toMillis(), Duration.ofNanos(left).toMillis())));
        }
    }

    private void look(Map<ReplicaId, Instant> started) throws TroubleException, PlatformException {
        var now = switched.fleet().all().stream().collect(Collectors.toMap(Replica::id, replica -> replica));
        for (var replica : switched.serving()) {
            var seen = now.get(replica.id());
            if (seen == null) {
                throw new TroubleException(replica.name() + " is gone.");
            }
            if (!seen.running()) {
                throw new TroubleException(
                        replica.name() + " stopped: " + SafeText.line(seen.detail()) + "." + ReplicaGroup.WROTE);
            }
            if (!seen.startedAt().equals(started.getOrDefault(replica.id(), seen.startedAt()))) {
                throw new TroubleException(replica.name() + " died and was started again." + ReplicaGroup.WROTE);
            }
        }
        var rise = rise(switched.counted(), switched.platform().counters(switched.place()));
        if (rise != null) {
            throw new TroubleException(rise + ReplicaGroup.WROTE);
        }
    }

    /** What rose, in words; null if nothing did. */
    static String rise(Counters atSwitch, Counters now) {
        var since = now.since(atSwitch);
        long failed = failed(since);
        double before = share(failed(atSwitch), atSwitch.requests());
        double after = share(failed, Math.max(since.requests(), failed));
        return failed < FEWEST_FAILED || after <= before + Math.max(before, RISE)
                ? null
                : String.format(
                        Locale.ROOT,
                        "%d of %d requests since the switch failed (%.1f %%; before it %.1f %%).",
                        failed,
                        Math.max(since.requests(), failed),
                        after * 100,
                        before * 100);
    }

    private static long failed(Counters counters) {
        return counters.serverErrors() + counters.lost();
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private Duration pause() {
        var pause = length.dividedBy(LOOKS);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
