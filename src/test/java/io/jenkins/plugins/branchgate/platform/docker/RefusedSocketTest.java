package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** An engine's socket that is there, and not for everyone. */
@EnabledIf(value = "canLoseRights", disabledReason = "root can open every socket here")
class RefusedSocketTest {

    private static final Path WITHOUT_RIGHTS = Path.of("/usr/bin/setpriv");

    @TempDir
    private Path folder;

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static boolean canLoseRights() {
        return Files.exists(Path.of("/etc/passwd")) && (!isRoot() || Files.isExecutable(WITHOUT_RIGHTS));
    }

    @Test
    void whoMayNotUseTheSocketIsToldSoAndNothingElse() throws Exception {
        var socket = folder.resolve("docker.sock");
        try (var engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));
            String said = ping(socket);
            assertTrue(said.contains("The user " + System.getProperty("user.name") + " may not use"), said);
            assertTrue(said.contains(socket.toString()), said);
            assertTrue(said.contains("usermod -aG "), said);
            for (var other : List.of("Start the engine", "DOCKER_HOST", "dockerHost", "tcp://")) {
                assertFalse(said.contains(other), said);
            }
        }
    }

    @Test
    void noSocketIsNoRefusal() {
        assertEquals(Optional.empty(), new EngineAddress("unix://" + folder.resolve("none")).refusal());
        assertEquals(Optional.empty(), new EngineAddress("tcp://127.0.0.1:1").refusal());
    }

    /** Asks it in a process that has no more rights than its user has. */
    private static String ping(Path socket) throws Exception {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of(WITHOUT_RIGHTS.toString(), "--bounding-set=-all", "--inh-caps=-all"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Ping.class.getName(),
                "unix://" + socket));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    /** Prints why an engine does not answer. */
    static final class Ping {

        private Ping() {}

        public static void main(String[] args) throws Exception {
            try (var engine = new DockerEngine(new EngineAddress(args[0]), null)) {
                System.out.println(engine.ping());
            } catch (EngineException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
