package io.jenkins.plugins.branchgate.model;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The content of a site at one commit: what a build context is packed from. Never the workspace, which may be dirty.
 * Paths are relative to the site's folder, with {@code /} between names, sorted as Git sorts them.
 */
public interface SiteTree {

    /** The commit the content belongs to. */
    CommitId commit();

    /**
     * When the commit was made, to the second; the epoch if that is not known. Files served from an image carry it:
     * a web server tells a browser's old copy from the new file by time and size.
     */
    default Instant committedAt() {
        return Instant.EPOCH;
    }

    /** The tree id of the site's folder in that commit. */
    TreeId tree();

    /**
     * Hands every file and symbolic link to the visitor, once each, in one pass.
     *
     * @throws IOException if the repository cannot be read or the visitor throws it
     */
    void accept(Visitor visitor) throws IOException;

    /**
     * One regular file's content, or its beginning; empty if there is no regular file of that path. Reads the whole tree
     * unless the implementation knows better.
     *
     * @param path relative to the site's folder
     * @param most how many bytes at most
     * @throws IOException if the repository cannot be read
     */
    default Optional<byte[]> read(String path, int most) throws IOException {
        var found = new AtomicReference<byte[]>();
        accept(new Visitor() {
            @Override
            public void file(String each, boolean executable, long size, InputStream content) throws IOException {
                if (each.equals(path)) {
                    found.set(content.readNBytes(most));
                }
            }

            @Override
            public void symbolicLink(String each, String target) {
                // Not a regular file, whatever it points to.
            }
        });
        return Optional.ofNullable(found.get());
    }

    /** Receives a site's content. */
    interface Visitor {

        /** A regular file; the stream is closed by the caller after the call. */
        void file(String path, boolean executable, long size, InputStream content) throws IOException;

        /** A symbolic link whose target was checked to stay inside the site's folder. */
        void symbolicLink(String path, String target) throws IOException;
    }
}
