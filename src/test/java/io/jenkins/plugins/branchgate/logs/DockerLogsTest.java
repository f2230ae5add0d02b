package io.jenkins.plugins.branchgate.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.DockerStage;
import io.jenkins.plugins.branchgate.deploy.Pages;
import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import io.jenkins.plugins.branchgate.reconcile.Reconciler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What containers on the real engine write is followed while they run, and kept when they are retired. */
@Tag("docker")
class DockerLogsTest {

    private static final int MOST = 2048;
    private static final int TRIES = 200;
    private static final int LINES = 6;

    private DockerStage stage;
    private KeptLogs logs;
    private KeepingPlatform platform;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage = new DockerStage(folder);
        logs = new KeptLogs(folder.resolve("logs"), Clock.systemUTC());
        platform = new KeepingPlatform(stage.platform, logs, () -> MOST);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void aDeploymentKeepsWhatItsPredecessorWroteLast() throws Exception {
        var first = deploy(1, "first");
        var replica = only();
        write(replica, "before the next");
        deploy(2, "second");
        assertTrue(kept(first, replica).contains("before the next"), () -> kept(first, replica));
        assertEquals(1, logs.of(stage.place.environment(), first.id()).size());
    }

    @Test
    void aBrokenContainerLeavesItsLogWhenItIsReplaced() throws Exception {
        var deployment = deploy(1, "first");
        var replica = only();
        write(replica, "about to die");
        docker("stop", replica.id().value());
        var reconciler = new Reconciler(stage.site, stage.ledger(), stage.deployer(), environment -> platform);
        for (int i = 0;
                i < TRIES && logs.of(stage.place.environment(), deployment.id()).isEmpty();
                i++) {
            reconciler.pass(Instant.now());
        }
        assertTrue(kept(deployment, replica).contains("about to die"), () -> kept(deployment, replica));
    }

    @Test
    void anAttemptThatIsAbandonedLeavesItsLogForThoseWhoMayReadIt() throws Exception {
        deploy(1, "first");
        var request = stage.request(
                Pages.of(2, "Dockerfile", "FROM httpd:2.4\nCMD echo no luck today; exit 3\n"),
                stage.environment(1, Duration.ZERO));
        var failure = assertThrows(DeploymentException.class, () -> stage.deployer()
                .deploy(request, platform, stage.images, Progress.NONE));
        assertFalse(failure.getMessage().contains("no luck today"), failure.getMessage());
        var failed = stage.ledger().view().history(stage.place.environment(), 1).get(0);
        var about = logs.of(stage.place.environment(), failed.id()).get(0);
        assertTrue(logs.text(stage.place.environment(), failed.id(), about.replicaId())
                .orElseThrow()
                .contains("no luck today"));
    }

    @Test
    void hostileOutputIsBoundedAndHarmless() throws Exception {
        var deployment = deploy(1, "first");
        var replica = only();
        docker(
                "exec",
                replica.id().value(),
                "sh",
                "-c",
                "{ printf '\\033[31m<script>alert(1)</script>\\033[0m\\0\\n'; head -c 3000000 /dev/zero | tr '\\0' x; }"
                        + " > /proc/1/fd/1");
        var part = platform.readLog(replica.id(), LogPosition.START, 64 * 1024);
        for (int i = 0; i < TRIES && part.text().length() < 60_000; i++) {
            part = platform.readLog(replica.id(), LogPosition.START, 64 * 1024);
        }
        assertTrue(part.text().endsWith("xxx"), "a line without an end");
        assertTrue(part.text().length() <= 64 * 1024, part.text().length() + " characters");
        assertTrue(part.cut());
        deploy(2, "second");
        assertTrue(kept(deployment, replica).length() <= MOST);
        assertFalse(kept(deployment, replica).contains("\u001b"));
    }

    @Test
    void followingSeesEveryLineOnce() throws Exception {
        deploy(1, "first");
        var replica = only();
        var position = platform.readLog(replica.id(), LogPosition.START, MOST).next();
        var seen = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            write(replica, "line " + i);
            var part = platform.readLog(replica.id(), position, MOST);
            seen.append(part.text());
            position = part.next();
            assertFalse(part.cut());
        }
        for (int i = 0; i < TRIES && !seen.toString().contains("line " + (LINES - 1) + "\n"); i++) {
            var part = platform.readLog(replica.id(), position, MOST);
            seen.append(part.text());
            position = part.next();
        }
        var expected = new ArrayList<String>();
        for (int i = 0; i < LINES; i++) {
            expected.add("line " + i);
        }
        assertEquals(expected, seen.toString().lines().toList());
    }

    @Test
    void followingGoesOnWhenTheEngineRotatesTheLog() throws Exception {
        var id = new ReplicaId(docker(
                "run",
                "-d",
                "--log-opt",
                "max-size=8k",
                "--log-opt",
                "max-file=2",
                "httpd:2.4",
                "sh",
                "-c",
                "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; sleep 300"));
        try {
            var numbers = new ArrayList<Integer>();
            var position = LogPosition.START;
            for (int i = 0; i < TRIES && (numbers.isEmpty() || numbers.get(numbers.size() - 1) < 2999); i++) {
                var part = platform.readLog(id, position, MOST);
                position = part.next();
                part.text().lines().forEach(line -> numbers.add(Integer.parseInt(line.replace("line ", ""))));
                Thread.sleep(20);
            }
            assertEquals(2999, numbers.get(numbers.size() - 1));
            assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
        } finally {
            docker("rm", "-f", id.value());
        }
    }

    @Test
    void anEngineThatDoesNotGiveALogHoldsUpNoRetirement() throws Exception {
        var deployment = deploy(1, "first");
        var replica = only();
        var mute = new KeepingPlatform(MutePlatform.of(stage.platform), logs, () -> MOST);
        mute.retire(stage.place, replica.id(), Duration.ofSeconds(1));
        assertEquals(List.of(), stage.platform.replicas(stage.place));
        assertEquals(
                MutePlatform.WHY,
                logs.of(stage.place.environment(), deployment.id()).get(0).trouble());
    }

    private Deployment deploy(int number, String text) throws Exception {
        var request = stage.request(Pages.of(number, "index.html", text), stage.environment(1, Duration.ZERO));
        return stage.deployer().deploy(request, platform, stage.images, Progress.NONE);
    }

    private Replica only() throws Exception {
        var all = stage.platform.replicas(stage.place);
        assertEquals(1, all.size());
        return all.get(0);
    }

    private String kept(Deployment deployment, Replica replica) {
        try {
            return logs.text(stage.place.environment(), deployment.id(), replica.id())
                    .orElse("");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Writes as the container's own process would, and waits until the engine has it. */
    private void write(Replica replica, String line) throws Exception {
        docker("exec", replica.id().value(), "sh", "-c", "echo '" + line + "' > /proc/1/fd/1");
        for (int i = 0; i < TRIES; i++) {
            if (stage.platform
                    .readLog(replica.id(), LogPosition.START, 4096)
                    .text()
                    .contains(line)) {
                return;
            }
        }
        throw new AssertionError("not in the log: " + line);
    }

    private static String docker(String... arguments) throws Exception {
        var command = new ArrayList<String>(List.of("docker"));
        command.addAll(List.of(arguments));
        var output = Files.createTempFile("docker", ".txt");
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String text = Files.readString(output).strip();
            assertEquals(0, exit, text);
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
