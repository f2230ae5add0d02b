package io.jenkins.plugins.branchgate.jenkins.connect;

import io.jenkins.plugins.branchgate.model.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Hands what is written to it, UTF-8 text, to a consumer line by line, as soon as a line is whole; lines may end as
 * Windows ends them. Who writes may be an agent that means harm: a line longer than {@value #LONGEST_LINE} bytes is cut, and after {@value #MOST_BYTES} bytes, or
 * once it is closed, nothing more is handed over.
 */
final class LineOutputStream extends OutputStream {

    static final int LONGEST_LINE = 16 * 1024;
    static final int MOST_BYTES = 64 * 1024 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int left = MOST_BYTES;
    private boolean cut;
    private boolean closed;

    LineOutputStream(Consumer<String> lines) {
        this.lines = lines;
    }

    /** @throws IOException if it is closed */
    @Override
    public synchronized void write(int b) throws IOException {
        if (closed) {
            throw new IOException("The call that these lines belong to has ended; nothing more is read");
        }
        if (left <= 0) {
            return;
        }
        if (b == '\n') {
            end();
        } else if (begun.size() < LONGEST_LINE) {
            begun.write(b);
        } else {
            cut = true;
        }
        if (--left == 0) {
            end();
            lines.accept("[more than " + MOST_BYTES / (1024 * 1024) + " MiB were written; the rest is left out]");
        }
    }

    /** Hands over a last line that has no end. */
    @Override
    public synchronized void close() {
        if (!closed && (begun.size() > 0 || cut)) {
            end();
        }
        closed = true;
    }

    private void end() {
        byte[] line = begun.toByteArray();
        int length = cut ? Utf8.wholeCharacters(line, line.length) : line.length;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        lines.accept(new String(line, 0, length, StandardCharsets.UTF_8) + (cut ? " …" : ""));
        begun.reset();
        cut = false;
    }
}
