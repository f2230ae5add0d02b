package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        try (var talk = new Talk(20)) {
            var watched = new Watched(talk);
            stage.deployer().deploy(next(Duration.ofSeconds(30)), stage.platform, stage.images, watched);
            talk.reading.join();
            assertEquals("release 2", watched.pageInDrain);
            assertTrue(watched.linesInDrain < 20, "the switch came in the middle of it: " + watched.linesInDrain);
            assertEquals(20, watched.linesInRetire, "the old container ran until it was over");
            assertEquals(20, talk.lines.size());
        }
        assertEquals(1, stage.platform.replicas(stage.place).size());
    }

    @Tag("long")
    @Test
    void isCutWhenTheDrainTimeIsOver() throws Exception {
        try (var talk = new Talk(600)) {
            var watched = new Watched(talk);
            stage.deployer().deploy(next(Duration.ofSeconds(1)), stage.platform, stage.images, watched);
            talk.reading.join();
            assertTrue(watched.linesInRetire > watched.linesInDrain, "it went on while it was drained");
            assertTrue(talk.lines.size() < 600);
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

    /** What a deployment found at its phases. */
    private final class Watched implements Progress {

        final List<String> log = new CopyOnWriteArrayList<>();
        private final Talk talk;
        String pageInDrain;
        int linesInDrain;
        int linesInRetire;

        Watched(Talk talk) {
            this.talk = talk;
        }

        @Override
        public void phase(Deployment deployment, Phase phase) {
            if (phase == Phase.DRAIN) {
                linesInDrain = talk.lines.size();
                try {
                    pageInDrain = stage.get("/").body();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            } else if (phase == Phase.RETIRE) {
                linesInRetire = talk.lines.size();
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

        Talk(int length) throws IOException {
            socket.getOutputStream()
                    .write(("GET /cgi-bin/nph-talk?" + length + " HTTP/1.1\r\nHost: site\r\nConnection: Upgrade\r\n"
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
