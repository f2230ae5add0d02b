package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that listens for what it is sent, and answers what it likes. */
@Timeout(120)
class HostileEngineTest {

    private static final byte[] MIB = "x".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);

    private final List<String> headers = Collections.synchronizedList(new ArrayList<>());
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong sent = new AtomicLong();
    private HttpServer server;
    private DockerEngine engine;
    private volatile Answer answer = exchange -> reply(exchange, "{}");

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            exchange.getRequestHeaders().forEach((name, values) -> headers.add(name + ": " + values));
            exchange.getRequestBody().readAllBytes();
            try (exchange) {
                answer.to(exchange);
            }
        });
        server.start();
        engine = new DockerEngine(
                new EngineAddress("tcp://127.0.0.1:" + server.getAddress().getPort()), null);
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        server.stop(0);
    }

    @Test
    void getsNoPasswordOfTheUsersDockerSettings(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve(".docker"));
        for (var file : List.of(home.resolve(".docker/config.json"), home.resolve("config.json"))) {
            Files.writeString(
                    file,
                    "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"dXNlcjpzZWNyZXQ=\"},"
                            + "\"127.0.0.1:5000\":{\"auth\":\"dXNlcjpzZWNyZXQ=\"}}}");
        }
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
        System.setProperty("DOCKER_CONFIG", home.toString());
        System.setProperty("registry.username", "user");
        System.setProperty("registry.password", "secret");
        try {
            assertThrows(ImageException.class, this::build);
            engine.client()
                    .pullImageCmd("127.0.0.1:5000/site")
                    .exec(new ResultCallback.Adapter<>())
                    .awaitCompletion();
        } finally {
            System.setProperty("user.home", before);
            List.of("DOCKER_CONFIG", "registry.username", "registry.password").forEach(System::clearProperty);
        }
        assertTrue(paths.contains("/build") && paths.contains("/images/create"), paths::toString);
        assertFalse(
                headers.stream().anyMatch(header -> header.toLowerCase().startsWith("x-registry")), headers::toString);
    }

    @Test
    void cannotFillTheMemoryWithOneAnswer() {
        answer = this::endless;
        assertThrows(UnreachableException.class, () -> new DockerPlatform(engine).identity());
        assertTrue(sent.get() < 64L * MIB.length, "cut at 16 MiB; sent " + sent);
    }

    @Test
    void cannotFillTheMemoryWithARefusal() {
        answer = exchange -> {
            exchange.sendResponseHeaders(500, 0);
            flood(exchange);
        };
        assertThrows(PlatformException.class, () -> new DockerPlatform(engine).identity());
        assertTrue(sent.get() < 64L * MIB.length, "cut at 16 MiB; sent " + sent);
    }

    @Test
    void cannotFillTheLogWithABuildWithoutEnd() {
        answer = this::endless;
        var failed = assertThrows(ImageException.class, this::build);
        assertTrue(failed.getMessage().contains("answer is longer than"), failed::getMessage);
        assertTrue(sent.get() < 256L * MIB.length, "cut at 64 MiB; sent " + sent);
    }

    @Test
    void cannotFillTheMemoryWithALog() throws Exception {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[] {1, 0, 0, 0, 0x7f, -1, -1, -1});
            flood(exchange);
        };
        var read = new AtomicLong();
        try (var log = new ResultCallback.Adapter<Frame>() {
            @Override
            public void onNext(Frame frame) {
                read.addAndGet(frame.getPayload().length);
            }
        }) {
            var failed = assertThrows(
                    RuntimeException.class,
                    () -> engine.client().logContainerCmd("any").exec(log).awaitCompletion());
            assertTrue(EngineError.of(failed).contains("answer is longer than"), EngineError.of(failed));
        }
        assertTrue(read.get() <= 65L * MIB.length, "read " + read);
    }

    @Test
    void withoutAnIdOfItsOwnIsRefused() {
        var failed = assertThrows(PlatformException.class, () -> new DockerPlatform(engine).identity());
        assertTrue(failed.getMessage().contains("gives no id of its own"), failed::getMessage);
        answer = exchange -> reply(exchange, "{\"ID\":\"a\\nb<script>\"}");
        failed = assertThrows(PlatformException.class, () -> new DockerPlatform(engine).identity());
        assertTrue(failed.getMessage().contains("\\u000ab<script>"), failed::getMessage);
    }

    @Test
    void cannotWriteLinesOfItsOwnIntoALog() throws Exception {
        answer =
                exchange -> reply(exchange, "{\"Version\":\"20.10\\n[branch-gate] approved\",\"ApiVersion\":\"1.41\"}");
        assertEquals(1, engine.ping().lines().count());
    }

    private void build() throws Exception {
        new DockerImageBuilder(engine)
                .build(new ByteArrayInputStream(new byte[0]), "Dockerfile", new ImageRef("a:b"), Map.of(), line -> {});
    }

    /** A value that nobody reads, and that does not end. */
    private void endless(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("{\"nobody\":[\"".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 1000; i++) {
            exchange.getResponseBody().write(MIB);
            sent.addAndGet(MIB.length);
            exchange.getResponseBody().write("\",\"".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void flood(HttpExchange exchange) throws IOException {
        for (int i = 0; i < 1000; i++) {
            exchange.getResponseBody().write(MIB);
            sent.addAndGet(MIB.length);
        }
    }

    private static void reply(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
