package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.BuildContext;
import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageCopy;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.image.RepeatedBuild;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.TargetId;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a deployment's release comes from: given, built before, or built now. A gated environment runs the bits that were
 * tested, or that it ran itself before: they are copied from another engine where its own lacks them, and never built
 * again. Only who overrides the gate has them built again.
 */
final class ReleaseSource {

    private final ImageBuilder images;
    private final ImageSources others;
    private final TargetId target;
    private final Clock clock;
    private final Consumer<String> log;

    /** @param target whose images these are */
    ReleaseSource(ImageBuilder images, ImageSources others, TargetId target, Clock clock, Consumer<String> log) {
        this.images = images;
        this.others = others;
        this.target = target;
        this.clock = clock;
        this.log = log;
    }

    /** The release to run; on return the engine has its image. */
    Release of(DeployRequest request, LedgerView view) throws ImageException, IOException, InterruptedException {
        if (request.release() != null) {
            return given(request, request.release(), view);
        }
        var ran = mayBuildAgain(request) ? Optional.<Release>empty() : ranBefore(request, view);
        return ran.isPresent() ? given(request, ran.get(), view) : fromTree(request, view);
    }

    private static boolean mayBuildAgain(DeployRequest request) {
        return request.environment().gate() == GateRule.OPEN || request.admission() == Admission.OVERRIDE;
    }

    /** What the environment itself ran of the same content, wherever it ran then, while it was its owner's. */
    private static Optional<Release> ranBefore(DeployRequest request, LedgerView view) {
        return view.history(request.environment().name(), Integer.MAX_VALUE).stream()
                .filter(deployment -> deployment.phase() == Phase.DONE
                        && view.ran(request.environment().name(), deployment.commit())
                        && deployment.release().tree().equals(request.tree().tree())
                        && Objects.equals(
                                deployment.environment().dockerfile(),
                                request.environment().dockerfile()))
                .map(Deployment::release)
                .findFirst();
    }

    private Release given(DeployRequest request, Release release, LedgerView view)
            throws ImageException, IOException, InterruptedException {
        if (images.has(release.digest(), labels(request, release))) {
            log.accept("Running release " + release.id() + " by its digest " + release.digest());
            return release;
        }
        return mayBuildAgain(request) ? builtAgain(request, release) : copied(request, release, view);
    }

    private static Map<String, String> labels(DeployRequest request, Release release) {
        return ImageTags.labels(request.site(), release.tree(), null);
    }

    private Release copied(DeployRequest request, Release release, LedgerView view)
            throws ImageException, InterruptedException {
        var reasons = new ArrayList<String>();
        for (var environment : whereItRan(request, release, view)) {
            try {
                log.accept("The engine does not have the image " + release.digest() + " of release " + release.id()
                        + "; copying it from the engine of " + environment);
                ImageCopy.of(release.digest(), labels(request, release), others.of(environment), images);
                images.tag(release.digest(), release.image());
                log.accept("Copied; the digests are the same");
                return release;
            } catch (ImageException | IOException | RuntimeException e) {
                reasons.add(
                        "\n  from the engine of " + environment + ": " + SafeText.line(String.valueOf(e.getMessage())));
            }
        }
        var name = request.environment().name();
        throw new ImageException("The engine of " + name + " does not have the image " + release.digest()
                + " of release " + release.id() + ", labelled as built from its content, and it could not be copied:"
                + (reasons.isEmpty() ? " no other engine is known to have had it." : String.join("", reasons))
                + "\nThe gate of " + name
                + " lets in the bits that were tested and no others, so nothing was built. What"
                + " runs now is unharmed."
                + "\nBring an engine that has the image back and deploy again, or move it by hand (docker save "
                + release.image() + " there, docker load here). Otherwise have a new commit tested, or override the"
                + " gate, which builds it again.");
    }

    /** Also those on what calls itself the same target: machines that were copied have engines with one id. */
    private List<EnvironmentName> whereItRan(DeployRequest request, Release release, LedgerView view) {
        return view.environments().stream()
                .filter(name -> !name.equals(request.environment().name()))
                .filter(name -> view.history(name, Integer.MAX_VALUE).stream()
                        .anyMatch(deployment -> Lineage.entered(deployment, Phase.DRAIN)
                                && deployment.release().digest().equals(release.digest())))
                .toList();
    }

    private Release builtAgain(DeployRequest request, Release release)
            throws ImageException, IOException, InterruptedException {
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
        var tree = request.tree().tree();
        Optional<Release> before = view.builtFrom(target, tree, dockerfile);
        if (before.isEmpty()
                || !images.has(before.get().digest(), ImageTags.labels(request.site(), tree, dockerfile))) {
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
        var dockerfile = request.environment().dockerfile();
        try (var context =
                BuildContext.pack(tree, dockerfile, ImageTags.labels(request.site(), tree.tree(), dockerfile))) {
            var digest = RepeatedBuild.of(images, context, tag, log);
            var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            return new Release(id, tree.commit(), tree.tree(), tag, digest, now);
        }
    }
}
