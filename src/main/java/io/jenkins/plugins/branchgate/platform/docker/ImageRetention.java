package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Removes a site's images that nobody needs any more. What does not carry the site's label is never touched. */
final class ImageRetention {

    /** An image without a name may be a step of a build under way; one that old is what a moved name left behind. */
    private static final Duration NAMELESS_FOR = Duration.ofHours(1);

    private static final String NAMELESS = "<none>:<none>";

    private final DockerClient client;
    private final SiteId site;
    private final List<ImageRef> removed = new ArrayList<>();

    ImageRetention(DockerClient client, SiteId site) {
        this.client = client;
        this.site = site;
    }

    /** Removes all but these and those in use; the names removed. */
    List<ImageRef> retain(Set<ImageDigest> kept) {
        for (var image :
                client.listImagesCmd().withLabelFilter(ImageTags.labels(site)).exec()) {
            if (!kept.contains(new ImageDigest(image.getId()))) {
                remove(image);
            }
        }
        return List.copyOf(removed);
    }

    private void remove(Image image) {
        List<String> names = image.getRepoTags() == null ? List.of() : List.of(image.getRepoTags());
        if (names.isEmpty() || names.equals(List.of(NAMELESS))) {
            if (Instant.ofEpochSecond(image.getCreated()).isBefore(Instant.now().minus(NAMELESS_FOR))) {
                removeUnused(image.getId());
            }
            return;
        }
        for (var name : names) {
            if (name.startsWith(ImageTags.repository(site) + ":") && removeUnused(name)) {
                removed.add(new ImageRef(name));
            }
        }
    }

    /** By the engine's own judgement: without force it keeps what a container or another image needs. */
    private boolean removeUnused(String image) {
        try {
            client.removeImageCmd(image).exec();
            return true;
        } catch (ConflictException | NotFoundException e) {
            return false; // in use, or gone already
        }
    }
}
