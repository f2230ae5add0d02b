package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.SiteTree;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * What an image is built from: a site's tree as a tar, the Dockerfile included. Kept in memory while small, in a
 * temporary file when not; {@link #close} deletes it.
 */
public final class BuildContext implements Closeable {

    private BuildContext() {}

    /**
     * Packs a site's tree.
     *
     * @param tree the content
     * @param dockerfile the Dockerfile's path in the site's folder; null for {@code Dockerfile} if the site has one,
     *     otherwise one is made that serves the files with httpd
     * @throws ImageException if the named Dockerfile is not in the tree
     * @throws IOException if the tree cannot be read or the context not be spooled
     */
    public static BuildContext pack(SiteTree tree, String dockerfile) throws IOException, ImageException {
        throw new UnsupportedOperationException("under construction");
    }

    /** The tar from its beginning; may be called several times. The caller closes the stream. */
    public InputStream open() throws IOException {
        throw new UnsupportedOperationException("under construction");
    }

    /** The Dockerfile's path in the tar. */
    public String dockerfile() {
        throw new UnsupportedOperationException("under construction");
    }

    /** The tar's length in bytes. */
    public long size() {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public void close() throws IOException {}
}
