package io.jenkins.plugins.branchgate.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import io.jenkins.plugins.branchgate.engine.DockerEngine;
import io.jenkins.plugins.branchgate.engine.EngineException;
import io.jenkins.plugins.branchgate.engine.EngineWords;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Builds images on a Docker Engine with its own builder. A base image that the engine has is never pulled. */
public final class DockerImageBuilder implements ImageBuilder {

    private final DockerEngine engine;

    /** @param engine shared, closed by its owner */
    public DockerImageBuilder(DockerEngine engine) {
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    @Override
    public ImageDigest build(
            InputStream context, String dockerfile, ImageRef tag, Map<String, String> labels, Consumer<String> log)
            throws ImageException, InterruptedException {
        var output = new BuildOutput(log);
        try (output) {
            client().buildImageCmd(context)
                    .withDockerfilePath(dockerfile)
                    .withTags(Set.of(tag.value()))
                    .withLabels(labels)
                    .withPull(false)
                    .withRemove(true)
                    .withForcerm(true)
                    .exec(output);
            String id = output.awaitImage();
            // The engine has told twelve digits; tags may have moved on by now, ids do not.
            return new ImageDigest(client().inspectImageCmd(id).exec().getId());
        } catch (BuildOutput.FailedException e) {
            throw new ImageException(e.getMessage());
        } catch (RuntimeException | IOException e) {
            throw failed("Image " + tag + " could not be built", e);
        }
    }

    @Override
    public Optional<ImageDigest> find(ImageRef image) throws ImageException {
        return inspect(image.value());
    }

    @Override
    public boolean has(ImageDigest digest) throws ImageException {
        return inspect(digest.value()).isPresent();
    }

    @Override
    public void tag(ImageDigest digest, ImageRef tag) throws ImageException {
        String value = tag.value();
        int colon = value.lastIndexOf(':');
        boolean tagged = colon > value.lastIndexOf('/');
        if (value.contains("@")) {
            throw new ImageException("Image " + digest.abbreviated() + " cannot be called " + tag
                    + ": a reference with a digest is not a name to give. Nothing was changed.");
        }
        try {
            client().tagImageCmd(
                            digest.value(),
                            tagged ? value.substring(0, colon) : value,
                            tagged ? value.substring(colon + 1) : "latest")
                    .exec();
        } catch (RuntimeException e) {
            throw failed("Image " + digest.abbreviated() + " could not be tagged " + tag, e);
        }
    }

    @Override
    public List<ImageRef> retain(SiteId site, Set<ImageDigest> kept) throws ImageException {
        try {
            return new ImageRetention(client(), site).retain(kept);
        } catch (RuntimeException e) {
            throw failed("The old images of " + site + " could not be removed", e);
        }
    }

    private Optional<ImageDigest> inspect(String image) throws ImageException {
        try {
            return Optional.of(
                    new ImageDigest(client().inspectImageCmd(image).exec().getId()));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw failed("Image " + image + " could not be looked up", e);
        }
    }

    private DockerClient client() throws ImageException {
        try {
            return engine.client();
        } catch (EngineException e) {
            throw new ImageException(e.getMessage(), e);
        }
    }

    private ImageException failed(String what, Exception e) {
        if (EngineWords.isRefusal(e)) {
            return new ImageException(what + ": " + EngineWords.of(e) + ". Nothing running was touched.", e);
        }
        return new ImageException(what + ". " + engine.unreachable(e).getMessage(), e);
    }
}
