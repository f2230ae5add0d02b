package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteTree;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an image is built from: a site's tree as a tar, the Dockerfile included. The same commit gives the same
 * bytes, whoever packs it and when; the same tree gives what the engine's build cache takes for the same. Kept in memory while small, in a temporary file when not; {@link #close} deletes it.
 */
public final class BuildContext implements Closeable {

    /** The image that serves a site without a Dockerfile of its own. */
    public static final String DEFAULT_BASE = "httpd:2.4";

    private static final String DOCKERFILE = "Dockerfile";
    private static final String IGNORE = ".dockerignore";
    private static final String SITE = "site/";

    /**
     * What one context may be.
     *
     * @param entries files, links and folders of the tree, also those that .dockerignore leaves out
     * @param bytes of the tar, on the controller's disk
     * @param pathLength of each path below the site's folder, in characters
     * @param ignoreSteps what .dockerignore may cost, see {@link DockerIgnore}
     * @param time for all of it
     */
    record Limits(int entries, long bytes, int pathLength, long ignoreSteps, Duration time) {
        static final Limits USUAL =
                new Limits(200_000, 4L * 1024 * 1024 * 1024, 1024, 5_000_000_000L, Duration.ofMinutes(15));
    }

    /** A limit is passed; the message says which, and what to do. */
    static final class LimitException extends IOException {
        private static final long serialVersionUID = 1L;

        LimitException(String message) {
            super(message);
        }
    }

    private final Spool spool;
    private final String dockerfile;
    private final Map<String, String> labels;

    private BuildContext(Spool spool, String dockerfile, Map<String, String> labels) {
        this.spool = spool;
        this.dockerfile = dockerfile;
        this.labels = Map.copyOf(labels);
    }

    /**
     * Packs a site's tree.
     *
     * @param tree the content
     * @param dockerfile the Dockerfile's path in the site's folder; null for {@code Dockerfile} if the site has one,
     *     otherwise one is made that serves the files with httpd
     * @param labels the image's labels: one more step in a Dockerfile made here, elsewhere a step each
     * @throws ImageException if the named Dockerfile is not in the tree, {@code .dockerignore} is malformed, or the tree is
     *     larger than a build context may be
     * @throws IOException if the tree cannot be read or the context not be spooled
     * @throws InterruptedException if the thread is interrupted; nothing is left behind
     */
    public static BuildContext pack(SiteTree tree, String dockerfile, Map<String, String> labels)
            throws IOException, ImageException, InterruptedException {
        return pack(tree, dockerfile, labels, Limits.USUAL);
    }

    static BuildContext pack(SiteTree tree, String dockerfile, Map<String, String> labels, Limits limits)
            throws IOException, ImageException, InterruptedException {
        String path = dockerfile == null ? DOCKERFILE : dockerfile;
        boolean present = tree.read(path, 0).isPresent();
        if (!present && dockerfile != null) {
            throw new ImageException("The site has no file " + InvalidValueException.printable(dockerfile)
                    + " at commit " + tree.commit().abbreviated()
                    + ". Allowed is the path of a Dockerfile in the site's folder, or none. Nothing was built, nothing"
                    + " running was touched.");
        }
        var ignore = ignore(tree, limits);
        var spool = new Spool();
        try (var tar = new ContextTar(spool, tree.committedAt(), limits)) {
            if (present) {
                // Docker's builder wants both, and removes them itself from what COPY sees if they are ignored.
                tree.accept(new Packing(
                        tar, "", file -> file.equals(path) || file.equals(IGNORE) || !ignore.excludes(file)));
            } else {
                tar.file(DOCKERFILE, false, generated(labels));
                tar.folder(SITE);
                tree.accept(new Packing(tar, SITE, file -> !file.equals(IGNORE) && !ignore.excludes(file)));
            }
        } catch (LimitException e) {
            spool.discard();
            throw new ImageException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            spool.discard();
            if (Thread.interrupted()) {
                var interrupted = new InterruptedException("The packing of the build context was interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        }
        return new BuildContext(spool, present ? path : DOCKERFILE, present ? labels : Map.of());
    }

    /** The tar from its beginning; may be called several times. The caller closes the stream. */
    public InputStream open() throws IOException {
        return spool.read();
    }

    /** The Dockerfile's path in the tar. */
    public String dockerfile() {
        return dockerfile;
    }

    /** The labels that are still to be given to the builder: none if the Dockerfile has them. */
    public Map<String, String> labels() {
        return labels;
    }

    /** The tar's length in bytes. */
    public long size() {
        return spool.size();
    }

    @Override
    public void close() throws IOException {
        spool.discard();
    }

    /** Never a part of it: what the rest leaves out would be in the image. */
    private static DockerIgnore ignore(SiteTree tree, Limits limits) throws IOException, ImageException {
        byte[] text = tree.read(IGNORE, DockerIgnore.LARGEST + 1).orElse(new byte[0]);
        if (text.length > DockerIgnore.LARGEST) {
            throw new ImageException(".dockerignore is larger than " + DockerIgnore.LARGEST / 1024
                    + " KiB, which is the most that is read. Name folders instead of the files in them. Nothing was"
                    + " built, nothing running was touched.");
        }
        return DockerIgnore.parse(new String(text, StandardCharsets.UTF_8), limits.ignoreSteps());
    }

    private static byte[] generated(Map<String, String> labels) {
        var text = new StringBuilder("FROM " + DEFAULT_BASE + "\nCOPY " + SITE + " /usr/local/apache2/htdocs/\n");
        if (!labels.isEmpty()) {
            text.append("LABEL");
            for (var label : new TreeMap<>(labels).entrySet()) {
                text.append(' ').append(quoted(label.getKey())).append('=').append(quoted(label.getValue()));
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return '"' + text.replaceAll("\\p{Cntrl}", " ").replaceAll("[\\\\\"$]", "\\\\$0") + '"';
    }
}
