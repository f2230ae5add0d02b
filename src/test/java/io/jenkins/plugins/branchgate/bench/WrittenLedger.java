package io.jenkins.plugins.branchgate.bench;

import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.ApprovalOpened;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.ledger.LedgerHeader;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.ledger.TrafficCounted;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.BranchName;
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
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a ledger holds after years: deployments with all their phases, to QA and to production in turns, approvals between. */
final class WrittenLedger {
    private static final BranchName MASTER = new BranchName("master");

    private WrittenLedger() {}

    /** Writes that many deployments, and an approval for every second one. */
    /** The ledger of a shop, made if there is none. */
    static Ledger open(Path file, Clock clock) throws IOException {
        String remote = "https://git.example.com/shop.git";
        return Ledger.open(file, LedgerHeader.of(SiteId.of(remote, SiteFolder.ROOT), remote, SiteFolder.ROOT), clock);
    }

    static void write(Ledger ledger, int deployments) throws IOException {
        ledger.transact((view, append) -> {
            for (int i = 0; i < deployments; i++) {
                deployment(i, append);
                if (i % 2 == 0) {
                    approval(i, append);
                }
            }
            return null;
        });
    }

    /** Nine events. */
    static void deployment(int number, Consumer<LedgerEvent> append) {
        var id = new DeploymentId("bench-%08d".formatted(number));
        var release = release(number);
        append.accept(new DeploymentOpened(
                id,
                new Environment(
                        environment(number),
                        MASTER,
                        new Port(8080),
                        1,
                        null,
                        HealthCheck.DEFAULT,
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        GateRule.OPEN),
                DeploymentKind.DEPLOY,
                release.commit(),
                Admission.OPEN,
                null,
                "bench",
                build(number),
                new TargetId("docker:test")));
        for (Phase phase : Phase.values()) {
            if (phase != Phase.FAILED && phase != Phase.BUILD) {
                append.accept(new PhaseEntered(id, phase, release));
            }
        }
        append.accept(new TrafficCounted(id, new Traffic(number, 0)));
    }

    private static void approval(int number, Consumer<LedgerEvent> append) {
        var id = new ApprovalId("bench-%08d".formatted(number));
        var release = release(number);
        append.accept(new ApprovalOpened(new Approval(
                id,
                ApprovalState.PENDING,
                environment(number),
                new BranchName("developer"),
                MASTER,
                release,
                release.commit(),
                release.tree(),
                List.of(),
                ApprovalTerms.defaults(),
                Set.of("dev@example.com"),
                "dev",
                build(number),
                Instant.EPOCH,
                List.of(),
                null,
                null,
                null,
                null)));
        append.accept(new ApprovalMoved(id, ApprovalState.PENDING, ApprovalState.SUPERSEDED, "A newer release", null));
    }

    private static Release release(int number) {
        var content = new Content("ledger " + number);
        return new Release(
                ReleaseId.of(content.commit(), null),
                content.commit(),
                content.tree(),
                new ImageRef("branch-gate/site:" + content.commit().abbreviated()),
                new ImageDigest("sha256:" + "%064x".formatted(number)),
                Instant.EPOCH);
    }

    private static EnvironmentName environment(int number) {
        return new EnvironmentName(number % 2 == 0 ? "qa" : "production");
    }

    private static String build(int number) {
        return "https://ci.example.com/job/site/" + (number + 1) + "/";
    }
}
