package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.Phase;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection that was upgraded, as websockets are, outlives the switch of the release that it talks to. */
@Tag("docker")
class UpgradedConnectionTest {

    private DockerStage stage;

    @BeforeEach
    void deploy(@TempDir Path folder) throws Exception {
        stage = new DockerStage(folder);
        var talking = Pages.of(
                1, "Dockerfile", Scripts.DOCKERFILE, "index.html", "release 1", "cgi-bin/nph-talk", Scripts.TALK);
        stage.deploy(stage.request(talking, stage.environment(1, Duration.ZERO)));
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void lastsUntilItEndsAndOnlyThenIsItsContainerStopped() throws Exception {
        try (var talk = new Talk()) {
            var watched = new Watched(talk, true);
            stage.deployer().deploy(next(Duration.ofMinutes(1)), stage.platform, stage.images, watched);
            assertEquals("release 2", watched.pageInDrain);
            assertTrue(watched.openInDrain, "the switch came in the middle of it");
            assertFalse(watched.openInRetire, "the old container ran until it was over");
            assertEquals("end", talk.lines.get(talk.lines.size() - 1), "and it was not cut");
        }
        assertEquals(1, stage.platform.replicas(stage.place).size());
    }

    @Tag("long")
    @Test
    void isCutWhenTheDrainTimeIsOver() throws Exception {
        try (var talk = new Talk()) {
            var watched = new Watched(talk, false);
            stage.deployer().deploy(next(Duration.ofSeconds(1)), stage.platform, stage.images, watched);
            talk.reading.join();
            assertTrue(watched.openInDrain);
            assertNotEquals("end", talk.lines.get(talk.lines.size() - 1));
            assertTrue(watched.log.stream().anyMatch(line -> line.contains("they are cut")), watched.log::toString);
        }
        assertEquals("release 2", stage.get("/").body());
        assertEquals(1, stage.platform.replicas(stage.place).size());
    }

    private DeployRequest next(Duration drain) {
        var as = stage.environment(1, Duration.ZERO);
        var environment = new Environment(
                as.name(),
                as.branch(),
                as.port(),
                as.replicas(),
                as.dockerfile(),
                as.health(),
                drain,
                as.watch(),
                as.gate());
        return stage.request(Pages.of(2, "index.html", "release 2"), environment);
    }

    /** What a deployment found at its phases; ends the connection while it drains if it is to. */
    private final class Watched implements Progress {

        final List<String> log = new CopyOnWriteArrayList<>();
        private final Talk talk;
        private final boolean ending;
        private final String old;
        String pageInDrain;
        boolean openInDrain;
        boolean openInRetire;

        Watched(Talk talk, boolean ending) throws Exception {
            this.talk = talk;
            this.ending = ending;
            this.old = stage.platform.replicas(stage.place).get(0).id().value();
        }

        @Override
        public void phase(Deployment deployment, Phase phase) {
            try {
                if (phase == Phase.DRAIN) {
                    openInDrain = talk.reading.isAlive();
                    pageInDrain = stage.get("/").body();
                    if (ending) {
                        var touch = new ProcessBuilder("docker", "exec", old, "touch", "/tmp/end").inheritIO();
                        assertEquals(0, touch.start().waitFor());
                    }
                } else if (phase == Phase.RETIRE && ending) {
                    talk.reading.join(10_000); // to read what has come, not to wait for more
                    openInRetire = talk.reading.isAlive();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void log(String line) {
            log.add(line);
        }
    }

    /** An upgraded connection, read as it comes. */
    private final class Talk implements AutoCloseable {

        final List<String> lines = new CopyOnWriteArrayList<>();
        final Thread reading;
        private final Socket socket = new Socket("127.0.0.1", stage.port);

        Talk() throws IOException {
            socket.getOutputStream()
                    .write(("GET /cgi-bin/nph-talk?6000 HTTP/1.1\r\nHost: site\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var in = new java.io.BufferedReader(
                    new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 101 Switching Protocols", in.readLine());
            while (!in.readLine().isEmpty()) {
                // the other headers
            }
            assertEquals("line 1", in.readLine());
            lines.add("line 1");
            reading = new Thread(() -> {
                try {
                    for (String line; (line = in.readLine()) != null; ) {
                        lines.add(line);
                    }
                } catch (IOException e) {
                    lines.add("cut: " + e);
                }
            });
            reading.start();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
