package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.BuildContext;
import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.image.RepeatedBuild;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a deployment's release comes from: given, built before, or built now. */
final class ReleaseSource {

    private final ImageBuilder images;
    private final Clock clock;
    private final Consumer<String> log;

    ReleaseSource(ImageBuilder images, Clock clock, Consumer<String> log) {
        this.images = images;
        this.clock = clock;
        this.log = log;
    }

    /** The release to run; on return the engine has its image. */
    Release of(DeployRequest request, LedgerView view) throws ImageException, IOException, InterruptedException {
        return request.release() != null ? given(request) : fromTree(request, view);
    }

    private Release given(DeployRequest request) throws ImageException, IOException, InterruptedException {
        var release = request.release();
        if (images.has(release.digest())) {
            log.accept("Running release " + release.id() + " by its digest " + release.digest());
            return release;
        }
        if (request.tree() == null) {
            throw new ImageException("The engine no longer has the image " + release.digest() + " of release "
                    + release.id() + ". What runs now is unharmed. Deploy commit " + release.commit()
                    + " again to build a new image of it.");
        }
        log.accept("The engine no longer has the image " + release.digest() + " of release " + release.id()
                + ", which is kept nowhere else; building it again from commit " + release.commit());
        try {
            var rebuilt = build(request, release.id());
            log.accept("Release " + release.id() + " was built again, as image " + rebuilt.digest());
            return rebuilt;
        } catch (ImageException | IOException e) {
            throw new ImageException(
                    "The engine no longer has the image " + release.digest() + " of release " + release.id()
                            + ", and it could not be built again from commit " + release.commit() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private Release fromTree(DeployRequest request, LedgerView view)
            throws ImageException, IOException, InterruptedException {
        var dockerfile = request.environment().dockerfile();
        var id = ReleaseId.of(request.tree().commit(), dockerfile);
        Optional<Release> before = view.builtFrom(request.tree().tree(), dockerfile);
        if (before.isEmpty() || !images.has(before.get().digest())) {
            return build(request, id);
        }
        var built = before.get();
        log.accept("This content was built before, as release " + built.id() + ": using its image " + built.digest());
        if (built.id().equals(id) && built.commit().equals(request.tree().commit())) {
            return built;
        }
        var tag = ImageTags.of(request.site(), id);
        images.tag(built.digest(), tag);
        return new Release(id, request.tree().commit(), built.tree(), tag, built.digest(), built.builtAt());
    }

    private Release build(DeployRequest request, ReleaseId id)
            throws ImageException, IOException, InterruptedException {
        var tree = request.tree();
        var tag = ImageTags.of(request.site(), id);
        try (var context =
                BuildContext.pack(tree, request.environment().dockerfile(), ImageTags.labels(request.site()))) {
            var digest = RepeatedBuild.of(images, context, tag, log);
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            return new Release(id, tree.commit(), tree.tree(), tag, digest, now);
        }
    }
}
