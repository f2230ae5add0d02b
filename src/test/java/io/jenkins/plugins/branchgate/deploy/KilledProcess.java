package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** A deploying process that gets SIGKILL, and what the next one has to find. */
abstract class KilledProcess {

    @TempDir
    private Path folder;

    Path folder() {
        return folder;
    }

    void killOther(DockerStage stage, String phase, long millis) throws Exception {
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

    static void checkWhole(DockerStage stage, int number) throws Exception {
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
