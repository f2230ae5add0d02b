package io.jenkins.plugins.branchgate.jenkins;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.ledger.ApprovalOpened;
import io.jenkins.plugins.branchgate.ledger.DeploymentFailed;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.TreeId;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    private static final SiteId SITE = new SiteId("site-1");
    private static final EnvironmentName QA = new EnvironmentName("qa");
    private static final CommitId COMMIT = new CommitId("a".repeat(40));

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-02-03T04:05:06Z");
    private Ledger ledger;
    private Metrics metrics;

    @BeforeEach
    void open() throws IOException {
        var clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        ledger = Samples.open(folder.resolve("ledger.jsonl"), clock);
        metrics = new Metrics(clock);
        metrics.follow(SITE, ledger);
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    private void append(LedgerEvent event) throws IOException {
        ledger.append(event);
    }

    private DeploymentId deployment() throws IOException {
        var id = DeploymentId.create(now);
        var environment = new Environment(
                QA,
                new BranchName("developer"),
                new Port(8081),
                1,
                null,
                HealthCheck.DEFAULT,
                Duration.ZERO,
                Duration.ZERO,
                GateRule.OPEN);
        append(new DeploymentOpened(
                id,
                environment,
                DeploymentKind.DEPLOY,
                COMMIT,
                Admission.OPEN,
                null,
                "dev",
                null,
                new TargetId("docker:test")));
        return id;
    }

    private static Release release() {
        return new Release(
                new ReleaseId("aaaaaaaaaaaa"),
                COMMIT,
                new TreeId("b".repeat(40)),
                new ImageRef("branch-gate/site-1:aaaaaaaaaaaa"),
                new ImageDigest("sha256:" + "c".repeat(64)),
                Instant.EPOCH);
    }

    private void shows(String line) throws IOException {
        assertTrue(text().lines().anyMatch(line::equals), () -> "no line " + line + " in\n" + quietText());
    }

    private String text() throws IOException {
        var out = new ByteArrayOutputStream();
        metrics.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String quietText() {
        try {
            return text();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void deploymentsAreCountedByResultAndPhasesTimed() throws Exception {
        var done = deployment();
        append(new PhaseEntered(done, Phase.BUILD, null));
        now = now.plusMillis(200);
        append(new PhaseEntered(done, Phase.START, release()));
        now = now.plusMillis(800);
        append(new PhaseEntered(done, Phase.DONE, release()));
        var failed = deployment();
        append(new PhaseEntered(failed, Phase.BUILD, null));
        append(new DeploymentFailed(failed, "no"));

        shows("branch_gate_deployments_total{environment=\"qa\",result=\"done\",site=\"site-1\"} 1.0");
        shows("branch_gate_deployments_total{environment=\"qa\",result=\"failed\",site=\"site-1\"} 1.0");
        shows("branch_gate_phase_duration_seconds_sum{phase=\"BUILD\"} 0.2");
        shows("branch_gate_phase_duration_seconds_sum{phase=\"START\"} 0.8");
    }

    @Test
    void requestsAreAddedUpAcrossAnEdgeThatStartedAnew() throws Exception {
        var place = new EnvironmentKey(SITE, QA);
        metrics.counted(place, new Counters(1, 100, 1, 0));
        metrics.counted(place, new Counters(1, 150, 1, 2));
        metrics.counted(place, new Counters(2, 200, 0, 0));
        metrics.counted(place, Counters.NONE);
        metrics.counted(place, new Counters(2, 210, 0, 0));

        shows("branch_gate_requests_total{environment=\"qa\",site=\"site-1\"} 360.0");
        shows("branch_gate_request_errors_total{environment=\"qa\",kind=\"server\",site=\"site-1\"} 1.0");
        shows("branch_gate_request_errors_total{environment=\"qa\",kind=\"lost\",site=\"site-1\"} 2.0");
    }

    @Test
    void healingIsCountedInOneSeriesWhateverWasDone() throws Exception {
        append(new EnvironmentHealed(QA, "edge prepared, routed to 2", "its edge was gone"));
        append(new EnvironmentHealed(QA, "1 started of release bbbbbbbbbbbb", "it was stopped"));
        append(new EnvironmentHealed(QA, "leftovers removed", "it had been removed"));
        shows("branch_gate_healing_actions_total{environment=\"qa\",site=\"site-1\"} 3.0");
    }

    @Test
    void aContainerThatIsReplacedIsOneActionHoweverManyPassesItTakes() throws Exception {
        append(new EnvironmentHealed(QA, "1 broken removed, 1 started of release aaaaaaaaaaaa", "it was stopped"));
        append(new EnvironmentHealed(QA, "routed to 2", "it was stopped"));
        append(new EnvironmentHealed(QA, "1 started of release aaaaaaaaaaaa", "its limits were changed by hand"));
        append(new EnvironmentHealed(QA, "routed to 2, 1 changed by hand removed", "it was changed by hand"));
        append(new EnvironmentHealed(QA, "1 changed by hand removed", "it was changed by hand"));
        shows("branch_gate_healing_actions_total{environment=\"qa\",site=\"site-1\"} 2.0");
    }

    @Test
    void totalsAreThereAgainAfterARestart() throws Exception {
        append(new PhaseEntered(deployment(), Phase.DONE, release()));
        append(new DeploymentFailed(deployment(), "no"));
        append(new DeploymentFailed(deployment(), "no"));
        append(new EnvironmentHealed(QA, "1 started of release bbbbbbbbbbbb", "it was stopped"));
        ledger.close();
        ledger = Samples.open(folder.resolve("ledger.jsonl"));
        metrics = new Metrics(Samples.CLOCK);
        metrics.follow(SITE, ledger);

        shows("branch_gate_deployments_total{environment=\"qa\",result=\"done\",site=\"site-1\"} 1.0");
        shows("branch_gate_deployments_total{environment=\"qa\",result=\"failed\",site=\"site-1\"} 2.0");
        shows("branch_gate_healing_actions_total{environment=\"qa\",site=\"site-1\"} 1.0");
    }

    @Test
    void waitingApprovalsAreCountedAndTheOldestAged() throws Exception {
        assertFalse(text().contains("branch_gate_approvals_waiting{"), "there is no environment yet");
        deployment();
        shows("branch_gate_approvals_waiting{environment=\"qa\",site=\"site-1\"} 0.0");
        shows("branch_gate_oldest_approval_age_seconds{environment=\"qa\",site=\"site-1\"} 0.0");
        append(new ApprovalOpened(new Approval(
                ApprovalId.create(now),
                ApprovalState.PENDING,
                QA,
                new BranchName("developer"),
                new BranchName("master"),
                release(),
                COMMIT,
                null,
                List.of(),
                ApprovalTerms.defaults(),
                Set.of(),
                null,
                null,
                now,
                List.of(),
                null,
                null,
                null,
                null)));
        now = now.plusSeconds(90);
        shows("branch_gate_approvals_waiting{environment=\"qa\",site=\"site-1\"} 1.0");
        shows("branch_gate_oldest_approval_age_seconds{environment=\"qa\",site=\"site-1\"} 90.0");
    }
}
