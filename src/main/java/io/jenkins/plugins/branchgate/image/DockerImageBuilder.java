package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.engine.DockerEngine;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds images on a Docker Engine with its own builder. A base image that the engine has is never pulled. */
public final class DockerImageBuilder implements ImageBuilder {

    private final DockerEngine engine;

    public DockerImageBuilder(DockerEngine engine) {
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    @Override
    public ImageDigest build(
            InputStream context, String dockerfile, ImageRef tag, Map<String, String> labels, Consumer<String> log)
            throws ImageException, InterruptedException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public Optional<ImageDigest> find(ImageRef image) throws ImageException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public boolean has(ImageDigest digest) throws ImageException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public void tag(ImageDigest digest, ImageRef tag) throws ImageException {
        throw new UnsupportedOperationException("under construction");
    }
}
