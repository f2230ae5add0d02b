package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.reconcile.ReconcilerService;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.reconcile.EnvironmentStatus;
import io.jenkins.plugins.branchgate.reconcile.Health;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An environment stays on its release without anybody's doing. */
@Tag("docker")
@WithJenkins
class WatchTest {
    @TempDir
    private Path folder;

    @Test
    void aContainerKilledBehindTheControllersBackComesBack(JenkinsRule jenkins) throws Exception {
        var site = Site.in(folder);
        try (var engine = new Engine(site)) {
            jenkins.assertBuildStatusSuccess(new Pipelines(jenkins)
                    .run("qa", "node {\n" + site.checkout("developer") + "\n" + site.deployToQa() + "\n}"));
            var before = engine.replicas(Site.QA).get(0);
            Await.until("the first look", () -> isHealthy(site));

            engine.kill(before);

            Await.until("the ledger to say what was done", () -> site.view().entries(0, Integer.MAX_VALUE).stream()
                    .anyMatch(entry -> entry.event() instanceof EnvironmentHealed healed
                            && healed.action().contains("1 started of release " + before.release())));
            Await.until(
                    "health", () -> isHealthy(site) && engine.replicas(Site.QA).size() == 1);
            var after = engine.replicas(Site.QA).get(0);
            assertEquals(before.digest(), after.digest());
            assertTrue(Engine.page(site.qaPort()).contains("two"));
            var metrics = new ByteArrayOutputStream();
            BranchGate.get().metrics().write(metrics);
            var text = metrics.toString(StandardCharsets.UTF_8);
            assertTrue(
                    text.contains("branch_gate_healing_actions_total{") && text.contains("branch_gate_requests_total{"),
                    text);
        }
    }

    private static boolean isHealthy(Site site) {
        return ReconcilerService.get()
                .status(site.id(), Site.QA)
                .map(EnvironmentStatus::health)
                .filter(Health.HEALTHY::equals)
                .isPresent();
    }
}
