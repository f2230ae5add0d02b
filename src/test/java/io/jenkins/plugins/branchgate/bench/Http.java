package io.jenkins.plugins.branchgate.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One HTTP/1.1 connection that asks for the front page again and again. Bare, because a client library hides what is to
 * be counted: it retries on a new connection when the old one broke.
 */
final class Http implements Closeable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final byte[] request;

    Http(int port, boolean keepAlive) throws IOException {
        request = ("GET / HTTP/1.1\r\nHost: bench\r\nConnection: " + (keepAlive ? "keep-alive" : "close") + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), 16_384);
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    /** Waits until the port answers 200, at most 30 s. */
    static void awaitAnswer(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        IOException last = null;
        while (System.nanoTime() < end) {
            try (var connection = new Http(port, false)) {
                if (connection.get().status() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                last = notYet;
            }
            Thread.sleep(5);
        }
        throw new IOException("nothing answered 200 on port " + port + " in 30 s", last);
    }

    /**
     * One request and its whole answer.
     *
     * @throws IOException if the connection ended or broke before the answer was whole
     */
    Answer get() throws IOException {
        socket.getOutputStream().write(request);
        String status = line();
        int length = 0;
        boolean close = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).trim());
            } else if (lower.startsWith("connection:")) {
                close = lower.contains("close");
            }
        }
        if (in.readNBytes(length).length < length) {
            throw new IOException("the answer was cut off");
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), close);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next == -1) {
                throw new IOException("the connection ended in the answer or before it");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** An answer's status, and whether the server closes the connection after it. */
    record Answer(int status, boolean last) {}
}
