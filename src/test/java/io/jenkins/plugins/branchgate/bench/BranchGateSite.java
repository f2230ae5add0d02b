package io.jenkins.plugins.branchgate.bench;

import io.jenkins.plugins.branchgate.deploy.DeployRequest;
import io.jenkins.plugins.branchgate.deploy.Deployer;
import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.DockerImageBuilder;
import io.jenkins.plugins.branchgate.platform.docker.DockerPlatform;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A site of its own, deployed by Branch Gate to one environment of the local engine. */
final class BranchGateSite implements AutoCloseable {
    private final SiteId site;
    private final Environment environment;
    private final Ledger ledger;
    private final DockerEngine engine;
    private final DockerPlatform platform;
    private final DockerImageBuilder images;
    private final Deployer deployer;

    BranchGateSite(Path folder, String run, int port, int replicas) throws Exception {
        site = SiteId.of("https://bench.example.com/" + run + ".git", SiteFolder.ROOT);
        environment = new Environment(
                new EnvironmentName("bench"),
                new BranchName("master"),
                new Port(port),
                replicas,
                null,
                HealthCheck.DEFAULT,
                Duration.ofSeconds(10),
                Duration.ZERO,
                GateRule.OPEN);
        ledger = WrittenLedger.open(folder.resolve("ledger.jsonl"), Clock.systemUTC());
        engine = new DockerEngine(EngineAddress.of(null, System.getenv()), null);
        platform = new DockerPlatform(engine);
        images = new DockerImageBuilder(engine);
        deployer = new Deployer(ledger, Clock.systemUTC());
    }

    /** Deploys; returns the milliseconds from the call to the end of SWITCH. */
    double deploy(Content content) throws Exception {
        var request = new DeployRequest(
                site,
                environment,
                content.commit(),
                content,
                null,
                DeploymentKind.DEPLOY,
                Admission.OPEN,
                null,
                "bench",
                null);
        var switched = new AtomicLong();
        long called = System.nanoTime();
        deployer.deploy(request, platform, images, new Progress() {
            @Override
            public void phase(Deployment deployment, Phase phase) {
                if (phase == Phase.DRAIN) {
                    switched.set(System.nanoTime());
                }
            }

            @Override
            public void log(String line) {}
        });
        return (switched.get() - called) / 1e6;
    }

    @Override
    public void close() throws Exception {
        platform.remove(new EnvironmentKey(site, environment.name()));
        ledger.close();
        engine.close();
    }
}
