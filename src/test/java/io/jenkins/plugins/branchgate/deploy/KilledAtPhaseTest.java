package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.branchgate.model.Phase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Killed as it enters a phase: the old release or the new is found, whole, and nothing else is left. */
@Tag("docker")
class KilledAtPhaseTest extends KilledProcess {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILED")
    void killedAtThePhase(Phase phase) throws Exception {
        try (var stage = new DockerStage(folder())) {
            stage.deploy(1, "release 1");
            killOther(stage, phase.name(), 0);
            int serves = phase.compareTo(Phase.DRAIN) < 0 ? 1 : 2;
            assertEquals("release " + serves, stage.get("/").body(), "without anybody's help");
            stage.deployer().recover(stage.place, stage.platform);
            checkWhole(stage, serves);
        }
    }
}
