package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.DeploymentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk that the ledger is on is full while deployments are made: a small one of its own, which needs root. */
@Tag("docker")
@EnabledIf(value = "canMount", disabledReason = "needs root, to mount a small disk")
class FullDiskDeploymentTest {

    @TempDir
    private Path folder;

    private Path disk;
    private Path filler;
    private DockerStage stage;

    static boolean canMount() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/mount"));
    }

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        filler = disk.resolve("filler");
        command("mount", "-t", "tmpfs", "-o", "size=64k", "branch-gate-test", disk.toString());
        stage = new DockerStage(disk);
    }

    @AfterEach
    void unmount() throws Exception {
        try {
            stage.close();
        } finally {
            command("umount", "-l", disk.toString());
        }
    }

    @Test
    void aDeploymentIsUndoneAndTheNextOneWorks() throws Exception {
        deployUntilFull(1500);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {0, 2700})
    void inWhicheverPhaseTheDiskIsFull(int length) throws Exception {
        deployUntilFull(length);
    }

    /** @param length of an entry before, which decides which one no longer fits, and so in which phase */
    private void deployUntilFull(int length) throws Exception {
        stage.deploy(1, "release 1");
        var padded = stage.request(Pages.of(1, "index.html", "release 1"), stage.environment(1, Duration.ZERO));
        stage.deploy(new DeployRequest(
                padded.site(),
                padded.environment(),
                padded.commit(),
                padded.tree(),
                null,
                DeploymentKind.DEPLOY,
                padded.admission(),
                "x".repeat(length),
                padded.startedBy(),
                null));
        fill();
        DeploymentException failed = null;
        int number = 1;
        while (failed == null && number < 9) {
            try {
                stage.deploy(number + 1, "release " + (number + 1));
                number++;
            } catch (DeploymentException e) {
                failed = e;
            }
        }
        assertNotNull(failed, "the disk was never full");
        assertTrue(failed.getMessage().contains("edger c"), failed::getMessage);
        assertTrue(failed.getMessage().contains("No space left on device"), failed::getMessage);
        String serves = stage.get("/").body();
        assertTrue(List.of("release " + number, "release " + (number + 1)).contains(serves), serves);

        Files.delete(filler);
        stage.deployer().recover(stage.place, stage.platform);
        checkWhole();
        stage.deploy(20, "release 20");
        assertEquals("release 20", stage.get("/").body());
        checkWhole();
        stage.closeLedger();
        stage.openLedger();
        assertEquals(List.of(), stage.ledger().warnings());
        checkWhole();
    }

    private void checkWhole() throws Exception {
        var view = stage.ledger().view();
        var current = view.current(Stage.QA).orElseThrow();
        assertFalse(view.inProgress(Stage.QA).isPresent());
        assertEquals(
                "release " + Long.parseLong(current.commit().value().substring(0, 12), 16),
                stage.get("/").body());
        assertEquals(1, stage.platform.replicas(stage.place).size());
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            var page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e.toString());
        }
    }

    private static void command(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }
}
