package io.jenkins.plugins.branchgate.deploy;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

/** Killed at any moment: the old release or the new is found, whole, and nothing else is left. */
@Tag("docker")
class KilledSometimeTest extends KilledProcess {

    private static final long LONGEST_DEPLOYMENT_MILLIS = 2500;

    @RepeatedTest(10)
    void killedSometime() throws Exception {
        try (var stage = new DockerStage(folder())) {
            stage.deploy(1, "release 1");
            long millis = ThreadLocalRandom.current().nextLong(LONGEST_DEPLOYMENT_MILLIS);
            killOther(stage, "none", millis);
            stage.deployer().recover(stage.place, stage.platform);
            int serves = stage.get("/").body().endsWith("1") ? 1 : 2;
            checkWhole(stage, serves);
        }
    }
}
