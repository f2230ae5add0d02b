package io.jenkins.plugins.branchgate.platform.docker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Visitors that ask for the front page all the time, some over kept connections and some over new ones. */
public final class Visitors implements AutoCloseable {

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger served = new AtomicInteger();
    private volatile boolean stopping;

    public Visitors(int port, int keeping, int reconnecting) {
        this.port = port;
        for (int i = 0; i < keeping + reconnecting; i++) {
            int most = i < keeping ? Integer.MAX_VALUE : 1;
            var thread = new Thread(() -> visit(most), "visitor-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    public int served() {
        return served.get();
    }

    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Blocks until so many more requests were served. */
    public void awaitMore(int requests) throws InterruptedException {
        int enough = served.get() + requests;
        while (served.get() < enough && failures.isEmpty()) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        for (var thread : threads) {
            thread.join();
        }
    }

    private void visit(int requestsPerConnection) {
        while (!stopping && failures.size() < 100) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
                socket.setSoTimeout(20_000);
                var in = new BufferedInputStream(socket.getInputStream());
                for (int i = 0; i < requestsPerConnection && !stopping; i++) {
                    String connection = requestsPerConnection == 1 ? "close" : "keep-alive";
                    socket.getOutputStream()
                            .write(("GET / HTTP/1.1\r\nHost: site\r\nConnection: " + connection + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    String page = answer(in);
                    if (!page.startsWith("release")) {
                        throw new IOException("unexpected page " + page);
                    }
                    served.incrementAndGet();
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }

    private static String answer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered " + status);
        }
        int length = 0;
        for (String header; !(header = line(in)).isEmpty(); ) {
            if (header.toLowerCase().startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c; (c = in.read()) != '\n'; ) {
            if (c < 0) {
                throw new IOException("the connection ended after \"" + line + "\"");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
