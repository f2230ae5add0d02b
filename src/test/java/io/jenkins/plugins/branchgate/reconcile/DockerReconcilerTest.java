package io.jenkins.plugins.branchgate.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.branchgate.deploy.DockerStage;
import io.jenkins.plugins.branchgate.deploy.Pages;
import io.jenkins.plugins.branchgate.deploy.Scaling;
import io.jenkins.plugins.branchgate.deploy.Stage;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.platform.docker.Visitors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that someone kills on the real engine come back. */
@Tag("docker")
class DockerReconcilerTest {

    private static final int MOST_PASSES = 150;

    private DockerStage stage;
    private Reconciler reconciler;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage = new DockerStage(folder);
        reconciler = new Reconciler(stage.site, stage.ledger(), stage.deployer(), environment -> stage.platform);
        stage.deploy(stage.request(Pages.of(1, "index.html", "release 1"), stage.environment(2, Duration.ZERO)));
        settle();
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void aReplicaThatWasRemovedIsReplaced() throws Exception {
        docker("rm", "-f", stage.platform.replicas(stage.place).get(0).id().value());
        settle();
        assertWhole();
    }

    @Test
    void aReplicaThatWasStoppedIsReplaced() throws Exception {
        docker("stop", stage.platform.replicas(stage.place).get(0).id().value());
        settle();
        assertWhole();
    }

    @Test
    void anEdgeThatWasRemovedComesBackWithItsBackends() throws Exception {
        docker("rm", "-f", edge());
        settle();
        assertWhole();
    }

    @Test
    void anEdgeThatWasStoppedIsStarted() throws Exception {
        docker("stop", edge());
        settle();
        assertWhole();
    }

    @Test
    void aReplicaKilledUnderLoadIsReplacedAndNoGetIsLost() throws Exception {
        try (var visitors = new Visitors(stage.port, 2, 2)) {
            visitors.awaitMore(20);
            docker("kill", stage.platform.replicas(stage.place).get(0).id().value());
            settle();
            visitors.awaitMore(20);
            visitors.close();
            assertEquals(List.of(), visitors.failures(), healed());
        }
        assertWhole();
    }

    @Test
    void theOnlyReplicaKilledIsReplaced() throws Exception {
        stage.deploy(Scaling.request(stage.ledger().view(), stage.site, Stage.QA, 1, null, null));
        settle();
        docker("kill", stage.platform.replicas(stage.place).get(0).id().value());
        settle();
        assertEquals("release 1", stage.get("/").body());
        assertHealed();
    }

    @Test
    void anEdgeKilledUnderLoadComesBackWithItsBackends() throws Exception {
        try (var visitors = new Visitors(stage.port, 2, 2)) {
            visitors.awaitMore(20);
            docker("kill", edge());
            settle();
        }
        try (var visitors = new Visitors(stage.port, 2, 2)) {
            visitors.awaitMore(50);
            assertEquals(List.of(), visitors.failures());
        }
        assertWhole();
    }

    private void assertHealed() throws Exception {
        assertFalse(healed().isEmpty(), "the ledger says so");
    }

    private String healed() throws Exception {
        return stage.ledger().view().entries(1, 1000).stream()
                .map(LedgerEntry::event)
                .filter(EnvironmentHealed.class::isInstance)
                .map(String::valueOf)
                .collect(Collectors.joining("\n"));
    }

    private String edge() throws Exception {
        return docker(
                "ps",
                "-q",
                "--filter",
                "label=io.jenkins.branch-gate.site=" + stage.site,
                "--filter",
                "label=io.jenkins.branch-gate.role=edge");
    }

    private static String docker(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add("docker");
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private void settle() throws Exception {
        for (int i = 0; i < MOST_PASSES; i++) {
            var wait = reconciler.pass(Instant.now());
            if (wait.equals(Reconciler.CALM) && reconciler.status().get(0).health() == Health.HEALTHY) {
                return;
            }
            Thread.sleep(Reconciler.SOON.toMillis());
        }
        throw new AssertionError("not settled: " + reconciler.status().get(0).words());
    }

    private void assertWhole() throws Exception {
        assertHealed();
        assertEquals("release 1", stage.get("/").body());
        assertEquals(2, stage.platform.replicas(stage.place).size());
        assertEquals(2, stage.platform.edge(stage.place).routed().size());
    }
}
