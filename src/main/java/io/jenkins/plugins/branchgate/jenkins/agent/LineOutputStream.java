package io.jenkins.plugins.branchgate.jenkins.agent;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands what is written to it, UTF-8 text, to a consumer line by line, as soon as a line is whole. */
final class LineOutputStream extends OutputStream {
    private final Consumer<String> lines;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    LineOutputStream(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            lines.accept(begun.toString(StandardCharsets.UTF_8));
            begun.reset();
        } else {
            begun.write(b);
        }
    }

    /** Hands over a last line that has no end. */
    @Override
    public synchronized void close() {
        if (begun.size() > 0) {
            write('\n');
        }
    }
}
