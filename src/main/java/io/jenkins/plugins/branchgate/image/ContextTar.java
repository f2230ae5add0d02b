package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.image.BuildContext.LimitException;
import io.jenkins.plugins.branchgate.image.BuildContext.Limits;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A tar in which nothing depends on who packs it and when: owner root, fixed modes, one given time for all, folders
 * before what is in them. Holds no more than its limits allow, and ends when its thread is interrupted.
 */
final class ContextTar implements Closeable {

    private static final int FOLDER = 040755;
    private static final int EXECUTABLE = 0100755;
    private static final int PLAIN = 0100644;
    private static final int LINK = 0120777;
    private static final int BUFFER = 64 * 1024;

    private final TarArchiveOutputStream tar;
    private final FileTime time;
    private final Limits limits;
    private final long began = System.nanoTime();

    private String folder = "";
    private long entries;

    ContextTar(OutputStream out, Instant time, Limits limits) {
        this.time = FileTime.from(time);
        this.limits = limits;
        tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /**
     * To be asked before each file or link of the tree, also one that stays out.
     *
     * @throws LimitException if it is one too many, or its path is too long
     * @throws InterruptedIOException if the thread is interrupted
     */
    void admit(String path) throws IOException {
        if (path.length() > limits.pathLength()) {
            throw refused(
                    "A path of the site has " + path.length() + " characters",
                    limits.pathLength() + " characters: " + InvalidValueException.printable(path),
                    "Shorten it");
        }
        count();
    }

    private void count() throws IOException {
        if (++entries > limits.entries()) {
            throw refused(
                    "The site has too many files and folders",
                    limits.entries() + " of them",
                    "Have only the site in its folder, or name a smaller folder with 'site'");
        }
        goOn();
    }

    private void goOn() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while the build context was packed");
        }
        if (System.nanoTime() - began > limits.time().toNanos()) {
            throw refused(
                    "The build context is not packed in time",
                    limits.time().toSeconds() + " s",
                    "Have fewer and smaller files in the site's folder, and look at the load of the controller's disk");
        }
    }

    private static LimitException refused(String what, String allowed, String remedy) {
        return new LimitException(what + "; allowed are " + allowed + ". " + remedy
                + ". Nothing was built, nothing running was touched.");
    }

    /** A folder and those above it, once each, if what is in a folder comes in one go. The path ends with a slash. */
    void folder(String path) throws IOException {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (!folder.regionMatches(0, path, 0, end + 1)) {
                count();
                put(new TarArchiveEntry(path.substring(0, end + 1), true), FOLDER);
                tar.closeArchiveEntry();
            }
        }
        folder = path;
    }

    void file(String path, boolean executable, byte[] content) throws IOException {
        file(path, executable, content.length, new ByteArrayInputStream(content));
    }

    /** @throws IOException also if the content is not as long as said */
    void file(String path, boolean executable, long size, InputStream content) throws IOException {
        folder(path.substring(0, path.lastIndexOf('/') + 1));
        if (size > limits.bytes() - tar.getBytesWritten()) {
            throw refused(
                    "The site is too large to build an image of, with " + InvalidValueException.printable(path),
                    limits.bytes() / (1024 * 1024) + " MiB",
                    "Leave large files out with .dockerignore, or have the Dockerfile get them");
        }
        var entry = new TarArchiveEntry(path, true);
        entry.setSize(size);
        put(entry, executable ? EXECUTABLE : PLAIN);
        var buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            tar.write(buffer, 0, read);
            goOn();
        }
        tar.closeArchiveEntry();
    }

    void symbolicLink(String path, String target) throws IOException {
        folder(path.substring(0, path.lastIndexOf('/') + 1));
        var entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK, true);
        entry.setLinkName(target);
        put(entry, LINK);
        tar.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private void put(TarArchiveEntry entry, int mode) throws IOException {
        entry.setMode(mode);
        entry.setLastModifiedTime(time);
        entry.setIds(0, 0);
        entry.setNames("", "");
        tar.putArchiveEntry(entry);
    }
}
