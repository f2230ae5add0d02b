package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Connections kept from before an engine's restart are dead, and nobody notices. */
@DisabledOnOs(OS.WINDOWS)
class RestartedEngineTest {

    private static final int CONNECTIONS = 4;

    private final Queue<SocketChannel> connections = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final CountDownLatch together = new CountDownLatch(CONNECTIONS);
    private final CountDownLatch ended = new CountDownLatch(CONNECTIONS);
    private volatile String swallowed = "none";
    private ServerSocketChannel door;
    private DockerEngine engine;
    private DockerClient client;

    @BeforeEach
    void connectAndRestart(@TempDir Path folder) throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("sock"));
        door = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
        start(this::accept);
        engine = new DockerEngine(new EngineAddress("unix://" + address.getPath()), null);
        client = engine.client();
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        for (var each : threads.invokeAll(java.util.Collections.nCopies(
                CONNECTIONS, () -> client.pingCmd().exec()))) {
            each.get();
        }
        threads.shutdown();
        for (var connection : connections) {
            connection.close();
        }
        ended.await();
        requests.clear();
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        door.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    @Test
    void ordersAreGivenOnce() {
        for (int i = 0; i < CONNECTIONS; i++) {
            client.renameContainerCmd("one").withName("two").exec();
        }
        assertEquals(CONNECTIONS, requests.size(), requests::toString);
    }

    @Test
    void bodiesAreSentWhole() {
        byte[] archive = new byte[3_000_000];
        client.copyArchiveToContainerCmd("one")
                .withTarInputStream(new ByteArrayInputStream(archive))
                .exec();
        var sent = List.copyOf(requests);
        assertEquals(1, sent.size(), requests::toString);
        assertTrue(sent.get(0).endsWith(" 3000000"), sent.get(0));
    }

    @Test
    void aQuestionIsAskedAgainThoughItWasHeard() {
        swallowed = "GET";
        client.pingCmd().exec();
        assertEquals(2, requests.size(), requests::toString);
    }

    @Test
    void anOrderThatWasHeardIsNotGivenAgain() {
        swallowed = "POST";
        assertThrows(
                RuntimeException.class,
                () -> client.renameContainerCmd("one").withName("two").exec());
        assertEquals(1, requests.size(), requests::toString);
    }

    private void accept() throws IOException {
        while (true) {
            var connection = door.accept();
            connections.add(connection);
            start(() -> {
                try (connection) {
                    serve(connection);
                } finally {
                    ended.countDown();
                }
            });
        }
    }

    private void serve(SocketChannel connection) throws IOException, InterruptedException {
        var in = new BufferedInputStream(Channels.newInputStream(connection));
        for (String first; !(first = line(in)).isEmpty(); ) {
            boolean chunked = false;
            for (String header; !(header = line(in)).isEmpty(); ) {
                chunked |= header.equalsIgnoreCase("Transfer-Encoding: chunked");
            }
            requests.add(first + " " + (chunked ? chunks(in) : 0));
            if (first.startsWith(swallowed)) {
                swallowed = "none";
                connection.close();
                return;
            }
            together.countDown();
            together.await();
            connection.write(ByteBuffer.wrap(
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static long chunks(InputStream in) throws IOException {
        long all = 0;
        for (int length; (length = Integer.parseInt(line(in), 16)) > 0; ) {
            all += in.readNBytes(length).length;
            line(in);
        }
        line(in);
        return all;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c; (c = in.read()) >= 0 && c != '\n'; ) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Work of the engine's side, which ends with its connection. */
    private interface Serving {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Serving serving) {
        var thread = new Thread(() -> {
            try {
                serving.run();
            } catch (IOException | InterruptedException e) {
                // the engine was ended
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
