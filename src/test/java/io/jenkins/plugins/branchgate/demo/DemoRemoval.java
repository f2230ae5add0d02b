package io.jenkins.plugins.branchgate.demo;

import com.github.dockerjava.api.exception.DockerException;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.EngineException;
import java.io.IOException;
import java.util.Map;

/** Takes away all that the demo made: containers, networks, images, and its folder last, so that it can be called again. */
final class DemoRemoval {

    private final DemoState state;
    private final DockerEngine engine;
    private final Platform platform;
    private final Terminal terminal;

    DemoRemoval(DemoState state, DockerEngine engine, Platform platform, Terminal terminal) {
        this.state = state;
        this.engine = engine;
        this.platform = platform;
        this.terminal = terminal;
    }

    void run() throws IOException, PlatformException, EngineException, InterruptedException {
        int places = 0;
        int images = 0;
        for (var site : state.sites()) {
            // Opening the ledger makes sure that no other demo is just deploying the site.
            state.reserve(site);
            for (var place : platform.places(site)) {
                platform.remove(place);
                terminal.line("Removed %s", place);
                places++;
            }
            images += removeImages(site);
        }
        state.delete();
        terminal.line("Removed %d places, %d images and %s", places, images, state.folder());
    }

    private int removeImages(SiteId site) throws EngineException, IOException {
        int removed = 0;
        try {
            var client = engine.client();
            for (var image : client.listImagesCmd()
                    .withLabelFilter(Map.of(ImageTags.SITE, site.value()))
                    .exec()) {
                client.removeImageCmd(image.getId()).withForce(true).exec();
                removed++;
            }
        } catch (DockerException e) {
            throw new IOException(
                    "The images of " + site + " could not all be removed: " + e.getMessage() + ". Call again.", e);
        }
        return removed;
    }
}
