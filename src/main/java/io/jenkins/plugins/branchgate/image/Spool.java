package io.jenkins.plugins.branchgate.image;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes written once and read any number of times: in memory up to 4 MiB, beyond that in a temporary file that only this
 * user can read and that {@link #discard} deletes.
 */
final class Spool extends OutputStream {

    private static final int IN_MEMORY = 4 * 1024 * 1024;

    private ByteArrayOutputStream memory = new ByteArrayOutputStream(64 * 1024);
    private OutputStream out = memory;
    private Path file;
    private long size;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null && size + length > IN_MEMORY) {
            file = Files.createTempFile("branch-gate-context-", ".tar");
            out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
            memory.writeTo(out);
            memory = null;
        }
        out.write(bytes, offset, length);
        size += length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** How many bytes were written. */
    long size() {
        return size;
    }

    /** What was written, from its beginning; only after {@link #close}. */
    InputStream read() throws IOException {
        return file == null ? new ByteArrayInputStream(memory.toByteArray()) : Files.newInputStream(file);
    }

    /** Deletes what was written. */
    void discard() throws IOException {
        out.close();
        memory = null;
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
