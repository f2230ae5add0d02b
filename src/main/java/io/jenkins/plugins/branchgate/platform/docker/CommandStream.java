package io.jenkins.plugins.branchgate.platform.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Text on its way to a process's standard input: written by any thread, read by the one that sends it. */
final class CommandStream extends InputStream {

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private byte[] current = {};
    private int position;
    private boolean ended;

    void send(String text) {
        queue.add(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (position == current.length) {
            if (ended) {
                return -1;
            }
            try {
                current = queue.take();
                position = 0;
                ended = current == END;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting for orders", e);
            }
        }
        int n = Math.min(length, current.length - position);
        System.arraycopy(current, position, into, offset, n);
        position += n;
        return n;
    }

    /** What was sent before is still read. */
    @Override
    public void close() {
        queue.add(END);
    }
}
