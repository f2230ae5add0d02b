package io.jenkins.plugins.branchgate.git;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A TCP proxy before an HTTP server that looks at each request and may cut its connection before or after it is served.
 */
public final class CuttingProxy implements Closeable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final URI behind;
    private final Watcher watcher;

    public CuttingProxy(URI behind, Watcher watcher) throws IOException {
        this.behind = behind;
        this.watcher = watcher;
        threads.execute(this::accept);
    }

    /** The same address through the proxy. */
    public String url() {
        return "http://127.0.0.1:" + door.getLocalPort() + behind.getPath();
    }

    /** What to do with a request, told by its first line. */
    public interface Watcher {
        Fate of(String requestLine) throws Exception;
    }

    public enum Fate {
        PASS,
        CUT_BEFORE,
        CUT_AFTER
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var server = new Socket(behind.getHost(), behind.getPort())) {
            open.add(client);
            open.add(server);
            var swallow = new boolean[1];
            var answers = threads.submit(() -> {
                var buffer = new byte[65536];
                for (int n = server.getInputStream().read(buffer);
                        n > 0;
                        n = server.getInputStream().read(buffer)) {
                    if (swallow[0]) {
                        // The server has done its work: its answer began. Nobody hears it.
                        client.close();
                        return null;
                    }
                    client.getOutputStream().write(buffer, 0, n);
                }
                client.close();
                return null;
            });
            forward(client.getInputStream(), server, swallow);
            server.shutdownOutput();
            answers.get();
        } catch (Exception e) {
            // A connection that breaks is what this proxy is for.
        }
    }

    private void forward(InputStream requests, Socket server, boolean[] swallow) throws Exception {
        var buffer = new byte[65536];
        for (int n = requests.read(buffer); n > 0; n = requests.read(buffer)) {
            String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
            if (text.startsWith("GET ") || text.startsWith("POST ")) {
                var fate = watcher.of(text.substring(0, text.indexOf('\r')));
                if (fate == Fate.CUT_BEFORE) {
                    throw new IOException("cut");
                }
                swallow[0] = fate == Fate.CUT_AFTER;
            }
            server.getOutputStream().write(buffer, 0, n);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (var socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
