package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Builds and keeps images on one engine. Implementations are safe for use by several threads; every argument and result
 * may cross the channel to an agent.
 */
public interface ImageBuilder {

    /**
     * Builds an image and tags it.
     *
     * @param context the build context as a tar stream, Dockerfile included; read once, closed by the caller
     * @param dockerfile the Dockerfile's path in the context
     * @param tag the reference to give the image
     * @param labels labels to put on the image, whatever the Dockerfile says of them
     * @param log receives the build's output line by line, as it comes
     * @return the image's content address
     * @throws ImageException if the build fails; the message quotes the engine's own error
     * @throws InterruptedException if the waiting thread is interrupted; the engine stops the build
     */
    ImageDigest build(
            InputStream context, String dockerfile, ImageRef tag, Map<String, String> labels, Consumer<String> log)
            throws ImageException, InterruptedException;

    /** The content address of a local image, empty if the engine does not have it. */
    Optional<ImageDigest> find(ImageRef image) throws ImageException;

    /**
     * True if the engine has an image with that content address.
     *
     * @param labels which the image must carry, with these values
     */
    boolean has(ImageDigest digest, Map<String, String> labels) throws ImageException;

    /**
     * Writes an image as {@code docker save} does.
     *
     * @param to closed by the caller
     * @throws ImageException if the engine does not have it or stops giving it, or {@code to} takes no more
     * @throws InterruptedException if the waiting thread is interrupted; the transfer ends
     */
    void save(ImageDigest digest, OutputStream to) throws ImageException, InterruptedException;

    /**
     * Takes images in as {@code docker load} does, names and all. Whether the one wanted was among them has to be asked.
     *
     * @param from what {@link #save} wrote, read once, closed by the caller
     * @throws ImageException if the engine refuses, or {@code from} cannot be read to its end
     * @throws InterruptedException if the waiting thread is interrupted; the transfer ends
     */
    void load(InputStream from) throws ImageException, InterruptedException;

    /** Gives an image one more name. */
    void tag(ImageDigest digest, ImageRef tag) throws ImageException;

    /**
     * Removes a site's images but those to keep and those that a container uses. Told by their labels and names; what a
     * person called otherwise keeps that name. Safe beside builds.
     *
     * @param site whose images
     * @param kept never removed: what runs, ran before, is pinned or waits for a decision
     * @return the names removed, for the log
     */
    List<ImageRef> retain(SiteId site, Set<ImageDigest> kept) throws ImageException;
}
