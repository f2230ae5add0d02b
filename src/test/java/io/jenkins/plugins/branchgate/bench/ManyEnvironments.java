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
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.DockerImageBuilder;
import io.jenkins.plugins.branchgate.platform.docker.DockerPlatform;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import io.jenkins.plugins.branchgate.reconcile.Health;
import io.jenkins.plugins.branchgate.reconcile.Reconciler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One site with ever more environments on the local engine, each an edge and a replica of one release. */
final class ManyEnvironments implements AutoCloseable {
    private static final int AT_ONCE = 3;
    private static final Progress QUIET = new Progress() {
        @Override
        public void phase(Deployment deployment, Phase phase) {}

        @Override
        public void log(String line) {}
    };

    private final SiteId site;
    private final Ledger ledger;
    private final DockerEngine engine;
    private final DockerPlatform platform;
    private final DockerImageBuilder images;
    private final Deployer deployer;
    private final Reconciler reconciler;
    private int count;

    ManyEnvironments(Path folder, String run) throws Exception {
        site = SiteId.of("https://bench.example.com/" + run + "-many.git", SiteFolder.ROOT);
        ledger = WrittenLedger.open(folder.resolve("many.jsonl"), Clock.systemUTC());
        engine = new DockerEngine(EngineAddress.of(null, System.getenv()), null);
        platform = new DockerPlatform(engine);
        images = new DockerImageBuilder(engine);
        deployer = new Deployer(ledger, Clock.systemUTC());
        reconciler = new Reconciler(site, ledger, deployer, environment -> platform);
    }

    /** Deploys to new environments until there are that many, a few at once. */
    void growTo(int wanted) throws Exception {
        if (count == 0) {
            deploy(count++); // builds the image for all
        }
        var workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var under = new ArrayList<Future<?>>();
            for (; count < wanted; count++) {
                int number = count;
                under.add(workers.submit(() -> {
                    deploy(number);
                    return null;
                }));
            }
            for (var each : under) {
                each.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private void deploy(int number) throws Exception {
        var environment = new Environment(
                new EnvironmentName("many-%03d".formatted(number)),
                new BranchName("master"),
                new Port(Ports.free()),
                1,
                null,
                HealthCheck.DEFAULT,
                Duration.ofSeconds(10),
                Duration.ZERO,
                GateRule.OPEN);
        var content = new Content("many");
        deployer.deploy(
                new DeployRequest(
                        site,
                        environment,
                        content.commit(),
                        content,
                        null,
                        DeploymentKind.DEPLOY,
                        Admission.OPEN,
                        null,
                        "bench",
                        null),
                platform,
                images,
                QUIET);
    }

    /**
     * One pass of the reconciler over all of them.
     *
     * @return its milliseconds
     * @throws IOException if it did not find all of them healthy, or found anything to do
     */
    double pass() throws IOException, InterruptedException {
        long lines = ledger.view().sequence();
        long begun = System.nanoTime();
        reconciler.pass(Instant.now());
        double millis = (System.nanoTime() - begun) / 1e6;
        for (var status : reconciler.status()) {
            if (status.health() != Health.HEALTHY) {
                throw new IOException("the environment " + status.environment() + " is not healthy: " + status.words());
            }
        }
        if (ledger.view().sequence() != lines) {
            throw new IOException("the reconciler found something to do: "
                    + ledger.view().entries(lines + 1, 1).get(0).event());
        }
        return millis;
    }

    /** The containers and networks are left to the sweep, which removes them many at a time. */
    @Override
    public void close() throws IOException {
        platform.close();
        ledger.close();
        engine.close();
    }
}
