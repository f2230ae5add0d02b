package io.jenkins.plugins.branchgate.ledger;

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
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** Values for tests that need some, told apart by a number. */
public final class Samples {

    public static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    public static final TargetId TARGET = TargetId.ofDocker("7TZZ:JJ2K");
    public static final EnvironmentName QA = new EnvironmentName("qa");
    public static final EnvironmentName PRODUCTION = new EnvironmentName("production");
    public static final BranchName DEVELOPER = new BranchName("developer");
    public static final BranchName MASTER = new BranchName("master");

    public static final String REMOTE = "https://git.example.org/team/shop.git";
    public static final SiteId SITE = SiteId.of(REMOTE, SiteFolder.ROOT);
    public static final LedgerHeader HEADER = LedgerHeader.of(SITE, REMOTE, SiteFolder.ROOT);

    private Samples() {}

    public static CommitId commit(int n) {
        return new CommitId(String.format("%040x", 0x0c0000000000L + n));
    }

    public static TreeId tree(int n) {
        return new TreeId(String.format("%040x", 0x0700000000L + n));
    }

    public static ImageDigest digest(int n) {
        return new ImageDigest("sha256:" + String.format("%064x", n));
    }

    public static Environment environment(EnvironmentName name) {
        return environment(name, null);
    }

    public static Environment environment(EnvironmentName name, String dockerfile) {
        boolean qa = name.equals(QA);
        return new Environment(
                name,
                qa ? DEVELOPER : MASTER,
                new Port(qa ? 8081 : 8080),
                1,
                dockerfile,
                HealthCheck.DEFAULT,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                qa ? GateRule.OPEN : GateRule.APPROVED);
    }

    public static Release release(int n) {
        String id = String.format("%012x", n);
        return new Release(
                new ReleaseId(id), commit(n), tree(n), new ImageRef("branch-gate/site:" + id), digest(n), NOW);
    }

    public static DeploymentId deployment(int n) {
        return new DeploymentId(String.format("deployment-%08d", n));
    }

    public static DeploymentOpened opened(int n, EnvironmentName environment) {
        return new DeploymentOpened(
                deployment(n),
                environment(environment),
                DeploymentKind.DEPLOY,
                commit(n),
                Admission.OPEN,
                null,
                "dev",
                "https://ci.example.org/job/site/" + n + "/",
                TARGET);
    }

    /** Brings deployment n of release n through every phase to DONE. */
    public static void deploy(Ledger ledger, int n, EnvironmentName environment) throws IOException {
        ledger.transact((view, append) -> {
            append.accept(opened(n, environment));
            for (var phase : List.of(Phase.START, Phase.PROBE, Phase.SWITCH, Phase.DRAIN, Phase.RETIRE, Phase.DONE)) {
                append.accept(new PhaseEntered(deployment(n), phase, release(n)));
            }
            return null;
        });
    }

    public static ApprovalId approvalId(int n) {
        return new ApprovalId(String.format("approval-%08d", n));
    }

    public static Approval approval(int n) {
        return new Approval(
                approvalId(n),
                ApprovalState.PENDING,
                QA,
                DEVELOPER,
                MASTER,
                release(n),
                commit(1_000_000),
                tree(n),
                List.of(),
                ApprovalTerms.defaults(),
                Set.of("dev@example.org"),
                "dev",
                null,
                NOW,
                List.of(),
                null,
                null,
                null,
                commit(999_999));
    }

    public static void append(Ledger ledger, LedgerEvent... events) throws IOException {
        ledger.append(events);
    }

    /** Makes the ledger if there is none. */
    public static Ledger open(Path file) throws IOException {
        return open(file, CLOCK);
    }

    /** As {@link #open(Path)}, with another clock. */
    public static Ledger open(Path file, Clock clock) throws IOException {
        return Ledger.open(file, HEADER, clock);
    }
}
