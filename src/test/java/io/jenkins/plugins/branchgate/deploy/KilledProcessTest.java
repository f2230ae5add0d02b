package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deploying process gets SIGKILL; the next one finds the old release or the new, whole, and leaves nothing else. */
@Tag("docker")
class KilledProcessTest {

    private static final long LONGEST_DEPLOYMENT_MILLIS = 2500;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILED")
    void killedAtThePhase(Phase phase) throws Exception {
        try (var stage = new DockerStage(folder)) {
            stage.deploy(1, "release 1");
            killOther(stage, phase.name(), 0);
            int serves = phase.compareTo(Phase.DRAIN) < 0 ? 1 : 2;
            assertEquals("release " + serves, stage.get("/").body(), "without anybody's help");
            stage.deployer().recover(stage.place, stage.platform);
            checkWhole(stage, serves);
        }
    }

    @RepeatedTest(10)
    void killedSometime() throws Exception {
        try (var stage = new DockerStage(folder)) {
            stage.deploy(1, "release 1");
            long millis = ThreadLocalRandom.current().nextLong(LONGEST_DEPLOYMENT_MILLIS);
            killOther(stage, "none", millis);
            stage.deployer().recover(stage.place, stage.platform);
            int serves = stage.get("/").body().endsWith("1") ? 1 : 2;
            checkWhole(stage, serves);
        }
    }

    private void killOther(DockerStage stage, String phase, long millis) throws Exception {
        stage.closeLedger();
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledDeployment.class.getName(),
                        folder.toString(),
                        stage.site.value(),
                        Integer.toString(stage.port),
                        phase)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = process.inputReader()) {
            awaitLine(lines, "AT " + (phase.equals("none") ? Phase.BUILD : phase));
            process.waitFor(millis, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
        stage.openLedger();
    }

    private static void awaitLine(BufferedReader lines, String wanted) throws IOException {
        String line;
        do {
            line = lines.readLine();
        } while (line != null && !line.equals(wanted));
        assertEquals(wanted, line);
    }

    private static void checkWhole(DockerStage stage, int number) throws Exception {
        var view = stage.ledger().view();
        var current = view.current(Stage.QA).orElseThrow();
        assertTrue(view.inProgress(Stage.QA).isEmpty());
        assertEquals(Stage.release(number).commit(), current.commit());
        assertEquals("release " + number, stage.get("/").body());
        var replicas = stage.platform.replicas(stage.place);
        assertEquals(current.environment().replicas(), replicas.size());
        var lineage = Lineage.of(view, current);
        assertTrue(replicas.stream().allMatch(r -> r.running() && r.routed() && lineage.owns(r)), replicas.toString());
        assertEquals(List.of(stage.place), stage.platform.places(stage.site));
        stage.deploy(stage.request(Pages.of(3, "index.html", "release 3"), stage.environment(1, Duration.ZERO)));
        assertEquals("release 3", stage.get("/").body());
    }
}
