package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.LoadResponseItem;
import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
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
            return new ImageDigest(prompt().inspectImageCmd(id).exec().getId());
        } catch (BuildOutput.FailedException e) {
            throw new ImageException(e.getMessage());
        } catch (RuntimeException | IOException e) {
            throw failed("Image " + tag + " could not be built", e);
        }
    }

    @Override
    public Optional<ImageDigest> find(ImageRef image) throws ImageException {
        return inspect(image.value()).map(found -> new ImageDigest(found.getId()));
    }

    @Override
    public boolean has(ImageDigest digest, Map<String, String> labels) throws ImageException {
        return inspect(digest.value())
                .filter(image -> digest.value().equals(image.getId()))
                .filter(image -> labelsOf(image).entrySet().containsAll(labels.entrySet()))
                .isPresent();
    }

    private static Map<String, String> labelsOf(InspectImageResponse image) {
        var config = image.getConfig();
        return config == null || config.getLabels() == null ? Map.of() : config.getLabels();
    }

    /** The answer is read by a thread of its own, since no interrupt ends the waiting for an engine. */
    @Override
    public void save(ImageDigest digest, OutputStream to) throws ImageException, InterruptedException {
        var client = transfers();
        var archive = new AtomicReference<InputStream>();
        var end = new CompletableFuture<Void>();
        var reading = new Thread(
                () -> {
                    try (var in = client.saveImageCmd(digest.value()).exec()) {
                        archive.set(in);
                        in.transferTo(to);
                        end.complete(null);
                    } catch (IOException | RuntimeException e) {
                        end.completeExceptionally(e);
                    }
                },
                Thread.currentThread().getName() + " (docker save)");
        reading.setDaemon(true);
        reading.start();
        try {
            end.get();
        } catch (ExecutionException e) {
            throw failed(
                    "Image " + digest.abbreviated() + " could not be read from the engine", (Exception) e.getCause());
        } finally {
            end(archive.get());
        }
    }

    /** Closing it makes the engine, and the thread that reads, stop; where there is none yet, silence will. */
    private static void end(InputStream archive) {
        try {
            if (archive != null) {
                archive.close();
            }
        } catch (IOException e) {
            return; // it is over either way
        }
    }

    @Override
    public void load(InputStream from) throws ImageException, InterruptedException {
        try (var answer = new LoadAnswer()) {
            transfers().loadImageAsyncCmd(from).exec(answer).awaitCompletion();
            if (answer.refusal != null) {
                throw new ImageException("The engine did not take the image: " + SafeText.line(answer.refusal)
                        + ". Nothing running was touched.");
            }
        } catch (RuntimeException | IOException e) {
            throw failed("The image could not be given to the engine", e);
        }
    }

    /** What an engine says while it takes images in; a refusal is part of the answer. */
    private static final class LoadAnswer extends ResultCallback.Adapter<LoadResponseItem> {

        private volatile String refusal;

        @Override
        public void onNext(LoadResponseItem item) {
            if (item.isErrorIndicated() && refusal == null) {
                refusal = item.getErrorDetail() != null ? item.getErrorDetail().getMessage() : item.getError();
            }
        }
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
            prompt().tagImageCmd(
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
            return new ImageRetention(prompt(), site).retain(kept);
        } catch (RuntimeException e) {
            throw failed("The old images of " + site + " could not be removed", e);
        }
    }

    private Optional<InspectImageResponse> inspect(String image) throws ImageException {
        try {
            return Optional.of(prompt().inspectImageCmd(image).exec());
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw failed("Image " + image + " could not be looked up", e);
        }
    }

    private interface Connection {
        DockerClient open() throws EngineException;
    }

    private static DockerClient open(Connection connection) throws ImageException {
        try {
            return connection.open();
        } catch (EngineException e) {
            throw new ImageException(e.getMessage(), e);
        }
    }

    private DockerClient client() throws ImageException {
        return open(engine::client);
    }

    private DockerClient prompt() throws ImageException {
        return open(engine::prompt);
    }

    private DockerClient transfers() throws ImageException {
        return open(engine::transfers);
    }

    private ImageException failed(String what, Exception e) {
        if (EngineError.isRefusal(e)) {
            return new ImageException(what + ": " + EngineError.of(e) + ". Nothing running was touched.", e);
        }
        return new ImageException(what + ". " + engine.unreachable(e).getMessage(), e);
    }
}
