package io.jenkins.plugins.branchgate.image;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A tar in which nothing depends on who packs it and when: owner root, fixed modes, one given time for all, folders
 * before what is in them.
 */
final class ContextTar implements Closeable {

    private static final int FOLDER = 040755;
    private static final int EXECUTABLE = 0100755;
    private static final int PLAIN = 0100644;
    private static final int LINK = 0120777;

    private final TarArchiveOutputStream tar;
    private final Set<String> folders = new HashSet<>();

    private final FileTime time;

    ContextTar(OutputStream out, Instant time) {
        this.time = FileTime.from(time);
        tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /** A folder and those above it, once each. The path ends with a slash. */
    void folder(String path) throws IOException {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            String each = path.substring(0, end + 1);
            if (folders.add(each)) {
                put(new TarArchiveEntry(each, true), FOLDER);
                tar.closeArchiveEntry();
            }
        }
    }

    void file(String path, boolean executable, byte[] content) throws IOException {
        file(path, executable, content.length, new ByteArrayInputStream(content));
    }

    /** @throws IOException also if the content is not as long as said */
    void file(String path, boolean executable, long size, InputStream content) throws IOException {
        folder(path.substring(0, path.lastIndexOf('/') + 1));
        var entry = new TarArchiveEntry(path, true);
        entry.setSize(size);
        put(entry, executable ? EXECUTABLE : PLAIN);
        content.transferTo(tar);
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
