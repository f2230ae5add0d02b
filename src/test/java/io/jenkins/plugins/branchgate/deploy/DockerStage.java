package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.HttpPath;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.Rollout;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.DockerImageBuilder;
import io.jenkins.plugins.branchgate.platform.docker.DockerPlatform;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A site of its own with one environment on the real engine. Closing it removes all it made. */
public final class DockerStage implements AutoCloseable {

    public static final HealthCheck QUICK =
            new HealthCheck(new HttpPath("/"), 200, 399, Duration.ofMillis(50), Duration.ofSeconds(3));

    public final SiteId site;
    public final EnvironmentKey place;
    public final int port;
    public final DockerPlatform platform;
    public final DockerImageBuilder images;
    private final DockerEngine engine;
    private final String host;
    private final Path file;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Ledger ledger;
    private Deployer deployer;

    public DockerStage(Path folder) throws IOException {
        this(folder, newSite(), freePort());
    }

    public DockerStage(Path folder, SiteId site, int port) throws IOException {
        this(folder, site, port, EngineAddress.of(null, System.getenv()), "127.0.0.1");
    }

    /** On another engine, whose ports are reached at that host. */
    public DockerStage(Path folder, EngineAddress address, String host) throws IOException {
        this(folder, newSite(), freePort(), address, host);
    }

    private DockerStage(Path folder, SiteId site, int port, EngineAddress address, String host) throws IOException {
        this.host = host;
        this.site = site;
        this.place = new EnvironmentKey(site, Stage.QA);
        this.port = port;
        engine = new DockerEngine(address, null);
        platform = new DockerPlatform(engine);
        images = new DockerImageBuilder(engine);
        file = folder.resolve("ledger.jsonl");
        openLedger();
    }

    private static SiteId newSite() {
        return new SiteId("deploy-" + UUID.randomUUID().toString().substring(0, 8));
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public void openLedger() throws IOException {
        ledger = Samples.open(file, Clock.systemUTC());
        deployer = new Deployer(ledger, Clock.systemUTC());
    }

    public void closeLedger() throws IOException {
        ledger.close();
    }

    public Ledger ledger() {
        return ledger;
    }

    public Deployer deployer() {
        return deployer;
    }

    public Environment environment(int replicas, Duration watch) {
        return environment(port, replicas, watch);
    }

    public Environment environment(int port, int replicas, Duration watch) {
        return new Environment(
                Stage.QA,
                new BranchName("developer"),
                new Port(port),
                replicas,
                null,
                QUICK,
                Duration.ofSeconds(5),
                watch,
                GateRule.OPEN);
    }

    /** That many replicas, replaced one at a time, and not watched. */
    public Environment rolling(int replicas) {
        return rolling(replicas, Duration.ZERO);
    }

    public Environment rolling(int replicas, Duration watch) {
        var settings = environment(replicas, watch);
        return new Environment(
                settings.name(),
                settings.branch(),
                settings.port(),
                replicas,
                null,
                settings.health(),
                settings.drain(),
                watch,
                settings.gate(),
                Rollout.ROLLING,
                1,
                null);
    }

    public DeployRequest request(Pages pages, Environment environment) {
        return new DeployRequest(
                site,
                environment,
                pages.commit(),
                pages,
                null,
                DeploymentKind.DEPLOY,
                Admission.OPEN,
                null,
                "someone",
                null);
    }

    public Deployment deploy(DeployRequest request) throws Exception {
        return deployer.deploy(request, platform, images, Progress.NONE);
    }

    /** Deploys a page that says the text, with one replica. */
    public Deployment deploy(int number, String text) throws Exception {
        return deploy(request(Pages.of(number, "index.html", text), environment(1, Duration.ZERO)));
    }

    /** What a visitor gets. */
    public HttpResponse<String> get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws Exception {
        platform.remove(place);
        for (var image : engine.client()
                .listImagesCmd()
                .withLabelFilter(Map.of("io.jenkins.branch-gate.site", site.value()))
                .exec()) {
            engine.client().removeImageCmd(image.getId()).withForce(true).exec();
        }
        platform.close();
        engine.close();
        ledger.close();
    }
}
