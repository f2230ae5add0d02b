package io.jenkins.plugins.branchgate.metrics;

import io.jenkins.plugins.branchgate.ledger.DeploymentFailed;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.Place;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The numbers that monitoring reads. Counters start at zero with the process, as Prometheus expects of them; gauges are
 * computed from the ledgers when they are read. Labels are sites and environments only: never a commit or a person, which
 * would grow without bound. Safe for use by several threads; reading takes no lock of a ledger or a platform.
 */
public final class Metrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Map<SiteId, Ledger> ledgers = new ConcurrentHashMap<>();
    private final Map<Place, Counters> readings = new ConcurrentHashMap<>();
    private final Clock clock;

    private final Counter deployments = Counter.builder()
            .name("branch_gate_deployments_total")
            .help("Deployments that ended, by result: done or failed.")
            .labelNames("site", "environment", "result")
            .register(registry);
    private final Histogram phases = Histogram.builder()
            .name("branch_gate_phase_duration_seconds")
            .help("Time that deployments spent in each phase.")
            .labelNames("phase")
            .classicOnly()
            .classicUpperBounds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
            .register(registry);
    private final Counter requests = Counter.builder()
            .name("branch_gate_requests_total")
            .help("Requests that an environment's edge answered.")
            .labelNames("site", "environment")
            .register(registry);
    private final Counter errors = Counter.builder()
            .name("branch_gate_request_errors_total")
            .help("Requests that failed at an environment's edge, by kind: server (5xx) or lost (no replica answered).")
            .labelNames("site", "environment", "kind")
            .register(registry);
    private final Counter healing = Counter.builder()
            .name("branch_gate_healing_actions_total")
            .help("What the reconciler did to keep environments on their release.")
            .labelNames("site", "environment")
            .register(registry);

    /** @param clock tells how old a waiting approval is */
    public Metrics(Clock clock) {
        this.clock = clock;
        GaugeWithCallback.builder()
                .name("branch_gate_approvals_waiting")
                .help("Approvals that wait for a decision.")
                .labelNames("site", "environment")
                .callback(callback -> waiting()
                        .forEach((place, oldest) -> callback.call(
                                oldest.count(),
                                place.site().value(),
                                place.environment().value())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("branch_gate_oldest_approval_age_seconds")
                .help("Age of the approval that waits longest.")
                .labelNames("site", "environment")
                .callback(callback -> waiting()
                        .forEach((place, oldest) -> callback.call(
                                oldest.ageSeconds(),
                                place.site().value(),
                                place.environment().value())))
                .register(registry);
    }

    /** Counts what is appended to a site's ledger from now on. Called once for each ledger. */
    public void follow(SiteId site, Ledger ledger) {
        if (ledgers.putIfAbsent(site, ledger) == null) {
            ledger.listen(entry -> count(site, ledger, entry));
        }
    }

    /**
     * Adds what an environment's edge counted since the last reading; nothing while none runs.
     *
     * @param place the environment
     * @param totals the edge's totals since the edge started
     */
    public void counted(Place place, Counters totals) {
        if (totals.equals(Counters.NONE)) {
            return; // it may go on from the totals it had
        }
        Counters before = readings.put(place, totals);
        Counters news = before == null ? totals : totals.since(before);
        String site = place.site().value();
        String environment = place.environment().value();
        requests.labelValues(site, environment).inc(news.requests());
        errors.labelValues(site, environment, "server").inc(news.serverErrors());
        errors.labelValues(site, environment, "lost").inc(news.lost());
    }

    /** The content type of what {@link #write} writes. */
    public static String contentType() {
        return PrometheusTextFormatWriter.CONTENT_TYPE;
    }

    /** Writes everything in Prometheus' text format; the stream stays open. */
    public void write(OutputStream out) throws IOException {
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
    }

    private void count(SiteId site, Ledger ledger, LedgerEntry entry) {
        if (entry.event() instanceof PhaseEntered entered) {
            ledger.view()
                    .deployment(entered.deployment())
                    .ifPresent(deployment -> phaseEntered(site, deployment, entered));
        } else if (entry.event() instanceof DeploymentFailed failed) {
            ended(site, ledger, failed.deployment(), "failed");
        } else if (entry.event() instanceof EnvironmentHealed healed) {
            healing.labelValues(site.value(), healed.environment().value()).inc();
        }
    }

    private void phaseEntered(SiteId site, Deployment deployment, PhaseEntered entered) {
        var times = deployment.phases();
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i).phase() == entered.phase()) {
                var before = times.get(i - 1);
                phases.labelValues(before.phase().name())
                        .observe(
                                Duration.between(before.at(), times.get(i).at()).toMillis() / 1000.0);
            }
        }
        if (entered.phase() == Phase.DONE) {
            deployments
                    .labelValues(site.value(), deployment.environment().name().value(), "done")
                    .inc();
        }
    }

    private void ended(SiteId site, Ledger ledger, DeploymentId id, String result) {
        ledger.view()
                .deployment(id)
                .map(deployment -> deployment.environment().name())
                .map(EnvironmentName::value)
                .ifPresent(environment -> deployments
                        .labelValues(site.value(), environment, result)
                        .inc());
    }

    private record Waiting(long count, double ageSeconds) {}

    private Map<Place, Waiting> waiting() {
        var waiting = new TreeMap<Place, Waiting>(Comparator.comparing(Place::toString));
        ledgers.forEach((site, ledger) -> ledger.view().open().stream()
                .collect(Collectors.groupingBy(Approval::environment))
                .forEach((environment, approvals) -> waiting.put(
                        new Place(site, environment),
                        new Waiting(
                                approvals.size(),
                                approvals.stream()
                                                .mapToLong(approval -> Duration.between(
                                                                approval.openedAt(), clock.instant())
                                                        .toMillis())
                                                .max()
                                                .orElse(0)
                                        / 1000.0))));
        return waiting;
    }
}
