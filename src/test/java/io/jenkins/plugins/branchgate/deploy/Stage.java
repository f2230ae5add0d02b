package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.Rollout;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TreeId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A site with one environment on a platform in memory, and its ledger in a file. */
public final class Stage implements AutoCloseable {

    public static final SiteId SITE = new SiteId("stage-1a2b3c4d");
    public static final EnvironmentName QA = new EnvironmentName("qa");
    public static final EnvironmentKey PLACE = new EnvironmentKey(SITE, QA);

    public final FakePlatform platform = new FakePlatform();
    public final FakeImages images = new FakeImages();
    private final Path file;
    private Ledger ledger;
    private Deployer deployer;

    public Stage(Path folder) throws IOException {
        file = folder.resolve("ledger.jsonl");
        reopen();
    }

    /** As a new process finds it. */
    public void reopen() throws IOException {
        if (ledger != null) {
            ledger.close();
        }
        ledger = Samples.open(file, Clock.systemUTC());
        deployer = new Deployer(ledger, Clock.systemUTC());
    }

    /** As a new process finds it after somebody has edited the ledger's lines. */
    public void reopenEdited(UnaryOperator<String> line) throws IOException {
        ledger.close();
        Files.write(file, Files.readAllLines(file).stream().map(line).toList());
        reopen();
    }

    public Ledger ledger() {
        return ledger;
    }

    public Deployer deployer() {
        return deployer;
    }

    public Optional<Deployment> current() {
        return ledger.view().current(QA);
    }

    public Deployment deploy(DeployRequest request) throws Exception {
        return deployer.deploy(request, platform, images, Progress.NONE);
    }

    public Deployment deploy(DeployRequest request, Platform onto, ImageBuilder with) throws Exception {
        return deployer.deploy(request, onto, with, Progress.NONE);
    }

    /** A request for the release with that number, which the engine has. */
    public DeployRequest request(int number, Environment environment) {
        var release = release(number);
        images.put(release.image(), release.digest(), ImageTags.labels(SITE, release.tree(), null));
        return new DeployRequest(
                SITE,
                environment,
                release.commit(),
                null,
                release,
                DeploymentKind.DEPLOY,
                Admission.OPEN,
                null,
                "someone",
                null);
    }

    public static Release release(int number) {
        var commit = new CommitId(String.format("%012x", number) + "0".repeat(28));
        var id = ReleaseId.of(commit, null);
        return new Release(
                id,
                commit,
                new TreeId(String.format("%040x", number)),
                ImageTags.of(SITE, id),
                new ImageDigest("sha256:" + String.format("%064x", 1000 + number)),
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    public static Environment environment(int replicas, int port, Duration watch) {
        return new Environment(
                QA,
                new BranchName("developer"),
                new Port(port),
                replicas,
                null,
                HealthCheck.DEFAULT,
                Duration.ofSeconds(5),
                watch,
                GateRule.OPEN);
    }

    /** Three replicas, replaced one at a time. */
    public static Environment rolling(Duration watch) {
        return rolling(watch, 8081);
    }

    public static Environment rolling(Duration watch, int port) {
        var settings = environment(3, port, watch);
        return new Environment(
                settings.name(),
                settings.branch(),
                settings.port(),
                settings.replicas(),
                settings.dockerfile(),
                settings.health(),
                settings.drain(),
                settings.watch(),
                settings.gate(),
                Rollout.ROLLING,
                1,
                null);
    }

    public static Environment environment() {
        return environment(2, 8081, Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        ledger.close();
    }
}
