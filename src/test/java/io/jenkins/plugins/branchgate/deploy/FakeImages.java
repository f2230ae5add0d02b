package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Images in memory: the digest follows from the tag. */
public final class FakeImages implements ImageBuilder {

    private static final String LAYER = "layer";
    private static final Pattern LABEL = Pattern.compile("\"([a-z.-]+)\"=\"([^\"]*)\"");

    private final Map<ImageRef, ImageDigest> images = new HashMap<>();
    private final Map<ImageDigest, Map<String, String>> labels = new HashMap<>();
    /** What every build answers, whatever it is given; null for the truth. */
    public volatile ImageDigest lie;

    /** Says that it has every image, with all labels. */
    public volatile boolean boasts;

    public volatile int built;
    public volatile int loaded;
    public volatile String failure;
    /** How many builds fail. */
    public volatile int failures = Integer.MAX_VALUE;

    /** Makes it have an image with those labels. */
    public synchronized void put(ImageRef ref, ImageDigest digest, Map<String, String> with) {
        images.put(ref, digest);
        labels.put(digest, Map.copyOf(with));
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
        var all = new HashMap<>(labels);
        try {
            var text = new String(context.readAllBytes(), StandardCharsets.UTF_8);
            LABEL.matcher(text).results().forEach(label -> all.put(label.group(1), label.group(2)));
        } catch (IOException e) {
            throw new ImageException("unreadable", e);
        }
        log.accept("Step 1/1 : FROM scratch");
        built++;
        var digest = new ImageDigest("sha256:" + String.format("%064x", built));
        put(tag, digest, all);
        return lie == null ? digest : lie;
    }

    @Override
    public synchronized Optional<ImageDigest> find(ImageRef image) {
        return Optional.ofNullable(images.get(image));
    }

    @Override
    public synchronized boolean has(ImageDigest digest, Map<String, String> with) {
        return boasts
                || images.containsValue(digest) && labels.get(digest).entrySet().containsAll(with.entrySet());
    }

    /** One image as an archive: a layer that says which, and a list. */
    @Override
    public void save(ImageDigest digest, OutputStream to) throws ImageException {
        Map<String, String> with;
        synchronized (this) {
            if (!images.containsValue(digest)) {
                throw new ImageException("No such image: " + digest);
            }
            with = labels.get(digest);
        }
        try (var tar = new TarArchiveOutputStream(to)) {
            put(tar, LAYER, digest.value() + "\n" + with);
            put(tar, "manifest.json", "[{\"Config\":\"" + LAYER + "\",\"RepoTags\":null}]");
        } catch (IOException e) {
            throw new ImageException("unwritable", e);
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    @Override
    public void load(InputStream from) throws ImageException {
        loaded++;
        try (var tar = new TarArchiveInputStream(from)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(LAYER)) {
                    var lines = new String(tar.readAllBytes(), StandardCharsets.UTF_8).split("\n", 2);
                    var with = new HashMap<String, String>();
                    for (String label : lines[1].replaceAll("[{}]", "").split(", ")) {
                        with.put(label.split("=")[0], label.split("=")[1]);
                    }
                    put(new ImageRef("loaded:" + loaded), new ImageDigest(lines[0]), with);
                }
            }
        } catch (IOException e) {
            throw new ImageException("unreadable", e);
        }
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
