package io.jenkins.plugins.branchgate.jenkins;

import io.jenkins.plugins.branchgate.ledger.EnvironmentTotals;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The numbers that monitoring reads. What a ledger tells is computed from it when it is read: how many deployments
 * ended and how often something was healed since the ledger began, and what waits. The rest starts at zero with the process,
 * as Prometheus expects: how long phases took, and what edges counted before the process began to read them. Labels are sites and environments only: never a commit or a person, which
 * would grow without bound. Safe for use by several threads; reading takes no lock of a ledger or a platform.
 */
public final class Metrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Map<SiteId, Ledger> ledgers = new ConcurrentHashMap<>();
    private final Map<EnvironmentKey, Counters> readings = new ConcurrentHashMap<>();
    private final Clock clock;

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
    /** @param clock tells how old a waiting approval is */
    public Metrics(Clock clock) {
        this.clock = clock;
        CounterWithCallback.builder()
                .name("branch_gate_deployments_total")
                .help("Deployments that ended, by result: done or failed.")
                .labelNames("site", "environment", "result")
                .callback(callback -> totals((site, environment, totals) -> {
                    callback.call(totals.done(), site, environment, "done");
                    callback.call(totals.failed(), site, environment, "failed");
                }))
                .register(registry);
        CounterWithCallback.builder()
                .name("branch_gate_healing_actions_total")
                .help("Times that the reconciler began to put an environment right.")
                .labelNames("site", "environment")
                .callback(callback ->
                        totals((site, environment, totals) -> callback.call(totals.healed(), site, environment)))
                .register(registry);
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

    /** Tells of a site's ledger, and times what is appended to it from now on. Called once for each ledger. */
    public void follow(SiteId site, Ledger ledger) {
        if (ledgers.putIfAbsent(site, ledger) == null) {
            ledger.listen(entry -> count(ledger, entry));
        }
    }

    /**
     * Adds what an environment's edge counted since the last reading; nothing while none runs.
     *
     * @param place the environment
     * @param totals the edge's totals since the edge started
     */
    public void counted(EnvironmentKey place, Counters totals) {
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

    private void count(Ledger ledger, LedgerEntry entry) {
        if (entry.event() instanceof PhaseEntered entered) {
            ledger.view().deployment(entered.deployment()).ifPresent(deployment -> phaseEntered(deployment, entered));
        }
    }

    private void phaseEntered(Deployment deployment, PhaseEntered entered) {
        var times = deployment.phases();
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i).phase() == entered.phase()) {
                var before = times.get(i - 1);
                phases.labelValues(before.phase().name())
                        .observe(
                                Duration.between(before.at(), times.get(i).at()).toMillis() / 1000.0);
            }
        }
    }

    private interface TotalsReader {
        void read(String site, String environment, EnvironmentTotals totals);
    }

    private void totals(TotalsReader reader) {
        ledgers.forEach((site, ledger) -> ledger.view()
                .totals()
                .forEach((environment, totals) -> reader.read(site.value(), environment.value(), totals)));
    }

    private record Waiting(long count, double ageSeconds) {}

    /** Of every environment there is, and of one that is gone only while something waits there. */
    private Map<EnvironmentKey, Waiting> waiting() {
        var waiting = new TreeMap<EnvironmentKey, Waiting>(Comparator.comparing(EnvironmentKey::toString));
        ledgers.forEach((site, ledger) -> {
            var view = ledger.view();
            view.environments().forEach(each -> waiting.put(new EnvironmentKey(site, each), new Waiting(0, 0)));
            view.open().stream()
                    .filter(approval -> approval.state() == ApprovalState.PENDING)
                    .collect(Collectors.groupingBy(Approval::environment))
                    .forEach((environment, approvals) -> waiting.put(
                            new EnvironmentKey(site, environment), new Waiting(approvals.size(), oldest(approvals))));
        });
        return waiting;
    }

    private double oldest(List<Approval> approvals) {
        return approvals.stream()
                        .mapToLong(approval -> Duration.between(approval.openedAt(), clock.instant())
                                .toMillis())
                        .max()
                        .orElse(0)
                / 1000.0;
    }
}
