package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.image.BuildContext;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.image.MemoryTree;
import io.jenkins.plugins.branchgate.image.RepeatedBuild;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.HttpPath;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** A site of its own on the real engine, and all that a test needs to deploy it; closing it leaves nothing behind. */
final class TestSite implements AutoCloseable {

    static final HealthCheck HEALTH =
            new HealthCheck(new HttpPath("/"), 200, 399, Duration.ofMillis(20), Duration.ofSeconds(20));

    final DockerEngine engine = new DockerEngine(EngineAddress.of(null, System.getenv()), null);
    final DockerImageBuilder images = new DockerImageBuilder(engine);
    final DockerPlatform platform = new DockerPlatform(engine);
    final SiteId site =
            new SiteId("test-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    final EnvironmentKey place = new EnvironmentKey(site, new EnvironmentName("qa"));
    final int port = freePort();
    private final List<String> built = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Environment environment(int at) {
        return new Environment(
                place.environment(),
                new BranchName("developer"),
                new Port(at),
                1,
                null,
                HEALTH,
                Duration.ofSeconds(10),
                Duration.ZERO,
                GateRule.OPEN);
    }

    void prepare(Replica... serving) throws Exception {
        platform.prepare(place, environment(port), ids(serving));
    }

    /** A release whose front page is the text. */
    Release build(String text) throws Exception {
        return build(new MemoryTree().with("index.html", text));
    }

    Release build(MemoryTree files) throws Exception {
        var commit =
                new CommitId(String.format("%016x", ThreadLocalRandom.current().nextLong())
                        .repeat(3)
                        .substring(0, 40));
        files.at(commit, Instant.now());
        var id = ReleaseId.of(commit, null);
        var tag = ImageTags.of(site, id);
        try (var context = BuildContext.pack(files, null, ImageTags.labels(site))) {
            var digest = RepeatedBuild.of(images, context, tag, line -> {});
            built.add(tag.value());
            return new Release(id, commit, files.tree(), tag, digest, Instant.now());
        }
    }

    Replica start(Release release) throws Exception {
        return start(release, 0);
    }

    Replica start(Release release, int index) throws Exception {
        return platform.start(new ReplicaSpec(place, release, DeploymentId.create(Instant.now()), index, null));
    }

    void route(Replica... serving) throws Exception {
        platform.route(place, ids(serving));
    }

    static Set<ReplicaId> ids(Replica... replicas) {
        var ids = new HashSet<ReplicaId>();
        for (var replica : replicas) {
            ids.add(replica.id());
        }
        return ids;
    }

    HttpResponse<String> get(String path) throws Exception {
        return get(port, path);
    }

    HttpResponse<String> get(int at, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws Exception {
        for (var each : platform.places(site)) {
            platform.remove(each);
        }
        platform.close();
        for (var tag : built) {
            if (images.find(new ImageRef(tag)).isPresent()) {
                engine.client().removeImageCmd(tag).withForce(true).exec();
            }
        }
        engine.close();
    }
}
