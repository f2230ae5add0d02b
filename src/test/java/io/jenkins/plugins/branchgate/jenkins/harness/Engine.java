package io.jenkins.plugins.branchgate.jenkins.harness;

import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.DockerPlatform;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;

/** The real engine as seen past the plugin: what runs there of one site. Closing it removes all of that. */
final class Engine implements AutoCloseable {
    private final DockerEngine engine = new DockerEngine(EngineAddress.of(null, System.getenv()), null);
    private final DockerPlatform platform = new DockerPlatform(engine);
    private final SiteId site;

    Engine(Site site) {
        this.site = site.id();
    }

    /** The containers that run a release in an environment. */
    List<Replica> replicas(EnvironmentName environment) throws Exception {
        return platform.replicas(new EnvironmentKey(site, environment));
    }

    /** True if nothing at all runs of the site. */
    boolean isEmpty() throws Exception {
        return platform.places(site).isEmpty();
    }

    /** The front page that visitors get on a port. */
    static String page(int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** A controller that still runs would bring back what vanished without its knowledge. */
    private void remove(EnvironmentKey place) throws Exception {
        if (Jenkins.getInstanceOrNull() == null) {
            platform.remove(place);
        } else {
            BranchGate.get().deployer(site).remove(place, platform);
        }
    }

    /** Kills and removes a container behind the plugin's back. */
    void kill(Replica replica) throws Exception {
        engine.client().removeContainerCmd(replica.id().value()).withForce(true).exec();
    }

    /** Removes all of an environment behind the plugin's back; it is healed in time. */
    void wipe(EnvironmentName environment) throws Exception {
        platform.remove(new EnvironmentKey(site, environment));
    }

    @Override
    public void close() throws Exception {
        for (var place : platform.places(site)) {
            remove(place);
        }
        platform.close();
        var images = engine.client()
                .listImagesCmd()
                .withLabelFilter(ImageTags.labels(site))
                .exec();
        for (var image : images) {
            engine.client().removeImageCmd(image.getId()).withForce(true).exec();
        }
        engine.close();
    }
}
