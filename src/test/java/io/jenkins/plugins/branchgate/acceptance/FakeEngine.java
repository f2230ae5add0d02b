package io.jenkins.plugins.branchgate.acceptance;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that says it is a Docker engine, with the id of another one, and keeps what it was asked. */
final class FakeEngine implements Closeable {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** @param id whose it says it is */
    FakeEngine(String id) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            String answer = path.endsWith("/info")
                    ? "{\"ID\":\"" + id + "\",\"ServerVersion\":\"28.0.0\"}"
                    : path.endsWith("/version") ? "{\"Version\":\"28.0.0\",\"ApiVersion\":\"1.48\"}" : "[]";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** As {@code dockerHost} takes it. */
    String address() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method and path of each request. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
