package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Images in memory: the digest follows from the tag. */
public final class FakeImages implements ImageBuilder {

    private final Map<ImageRef, ImageDigest> images = new HashMap<>();
    public volatile int built;
    public volatile String failure;
    /** How many builds fail. */
    public volatile int failures = Integer.MAX_VALUE;

    /** Makes it have an image. */
    public synchronized void put(ImageRef ref, ImageDigest digest) {
        images.put(ref, digest);
    }

    /** Someone prunes everything. */
    public synchronized void clear() {
        images.clear();
    }

    @Override
    public synchronized ImageDigest build(
            InputStream context, String dockerfile, ImageRef tag, Map<String, String> labels, Consumer<String> log)
            throws ImageException {
        if (failure != null && failures-- > 0) {
            throw new ImageException(failure);
        }
        try {
            context.readAllBytes();
        } catch (IOException e) {
            throw new ImageException("unreadable", e);
        }
        log.accept("Step 1/1 : FROM scratch");
        built++;
        var digest = new ImageDigest("sha256:" + String.format("%064x", built));
        images.put(tag, digest);
        return digest;
    }

    @Override
    public synchronized Optional<ImageDigest> find(ImageRef image) {
        return Optional.ofNullable(images.get(image));
    }

    @Override
    public synchronized boolean has(ImageDigest digest) {
        return images.containsValue(digest);
    }

    @Override
    public synchronized void tag(ImageDigest digest, ImageRef tag) {
        images.put(tag, digest);
    }

    @Override
    public synchronized List<ImageRef> retain(SiteId site, Set<ImageDigest> kept) {
        var old = images.entrySet().stream()
                .filter(e -> e.getKey().value().startsWith("branch-gate/" + site + ":") && !kept.contains(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        images.keySet().removeAll(old);
        return old;
    }
}
