package io.jenkins.plugins.branchgate.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers 200; each fifth request 503, each seventh half an answer, each eleventh none. Counts which it did. */
final class FlawedServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger bad = new AtomicInteger();

    FlawedServer() throws IOException {
        start(() -> {
            while (!socket.isClosed()) {
                var connection = socket.accept();
                start(() -> serve(connection));
            }
        });
    }

    private void serve(Socket connection) throws IOException {
        try (connection) {
            var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            boolean open = true;
            while (open) {
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                while (!line.isEmpty()) {
                    line = in.readLine();
                }
                open = answer(connection, requests.incrementAndGet());
            }
        }
    }

    private boolean answer(Socket connection, int number) throws IOException {
        boolean none = number % 11 == 0;
        boolean half = number % 7 == 0;
        boolean unavailable = number % 5 == 0;
        (none || half || unavailable ? bad : good).incrementAndGet();
        if (none) {
            return false;
        }
        String status = unavailable ? "503 Service Unavailable" : "200 OK";
        String text = "HTTP/1.1 " + status + "\r\nContent-Length: 4\r\n\r\n" + (half ? "go" : "good");
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return !half;
    }

    int port() {
        return socket.getLocalPort();
    }

    int good() {
        return good.get();
    }

    int bad() {
        return bad.get();
    }

    void awaitRequests(int wanted) throws InterruptedException {
        while (requests.get() < wanted) {
            Thread.sleep(5);
        }
    }

    private static void start(Serving serving) {
        var thread = new Thread(() -> {
            try {
                serving.run();
            } catch (IOException closed) {
                // a client or the test is through
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private interface Serving {
        void run() throws IOException;
    }
}
