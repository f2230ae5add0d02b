package io.jenkins.plugins.branchgate.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.DockerStage;
import io.jenkins.plugins.branchgate.deploy.Lineage;
import io.jenkins.plugins.branchgate.deploy.Pages;
import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.deploy.Stage;
import io.jenkins.plugins.branchgate.ledger.AlertRaised;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.platform.docker.OwnDaemon;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Docker daemon of its own is killed and restarted; without anybody's help the environment is whole again. */
@Tag("docker")
@EnabledIf(value = "canHaveADaemon", disabledReason = "needs root, and dockerd, docker, ip and nsenter")
class KilledDaemonTest {

    private static final int MOST_PASSES = 300;

    private static OwnDaemon daemon;

    private DockerStage stage;
    private Reconciler reconciler;

    static boolean canHaveADaemon() {
        return OwnDaemon.missing().isEmpty();
    }

    @BeforeAll
    static void startDaemon() throws Exception {
        daemon = new OwnDaemon("httpd:2.4", "haproxy:lts");
    }

    @AfterAll
    static void endDaemon() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
    }

    @BeforeEach
    void deploy(@TempDir Path folder) throws Exception {
        stage = new DockerStage(folder, daemon.address(), daemon.host());
        reconciler = new Reconciler(stage.site, stage.ledger(), stage.deployer(), environment -> stage.platform);
        stage.deploy(stage.request(Pages.of(1, "index.html", "release 1"), stage.environment(2, Duration.ZERO)));
        settle();
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
        assertEquals("", daemon.docker("ps", "-aq"));
        assertEquals("", daemon.docker("network", "ls", "-q", "--filter", "type=custom"));
    }

    @Test
    void killedWhileNothingIsDeployed() throws Exception {
        daemon.kill();
        assertEquals("release 1", stage.get("/").body(), "containers outlive the daemon");
        reconciler.pass(Instant.now());
        assertEquals(Health.UNKNOWN, reconciler.status().get(0).health());
        daemon.start();
        assertEquals("release 1", pageOnceUp(), "without anybody's help");
        settle();
        checkWhole(1);
    }

    @Tag("long")
    @Test
    void stoppedInOrderWhileNothingIsDeployed() throws Exception {
        daemon.stop();
        assertThrows(IOException.class, () -> stage.get("/"), "containers end with the daemon");
        daemon.start();
        assertEquals("release 1", pageOnceUp(), "without anybody's help");
        settle();
        checkWhole(1);
    }

    @Test
    void killedDuringTheSwitch() throws Exception {
        killedDuring(Phase.SWITCH);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"START", "DRAIN"})
    void killedDuring(Phase phase) throws Exception {
        var failed = assertThrows(DeploymentException.class, () -> deployKillingAt(phase, false));
        assertTrue(failed.getMessage().contains("No Docker engine answers at " + daemon.address()), failed::getMessage);
        daemon.start();
        settle();
        checkWhole(phase == Phase.DRAIN ? 2 : 1);
    }

    @Tag("long")
    @Test
    void killedWhileTheReplacedReplicasAreTakenAway() throws Exception {
        deployKillingAt(Phase.RETIRE, false);
        assertTrue(events().anyMatch(event ->
                event instanceof AlertRaised alert && alert.detail().contains("No Docker engine answers")));
        daemon.start();
        settle();
        checkWhole(2);
    }

    @Tag("long")
    @Test
    void killedAndBackBeforeTheDeploymentNotices() throws Exception {
        try {
            deployKillingAt(Phase.SWITCH, true);
        } catch (DeploymentException e) {
            assertTrue(e.getMessage().contains(daemon.address().value()), e::getMessage);
        }
        settle();
        var current = stage.ledger().view().current(Stage.QA).orElseThrow();
        checkWhole(current.commit().equals(Stage.release(2).commit()) ? 2 : 1);
    }

    private void deployKillingAt(Phase phase, boolean restart) throws Exception {
        var next = stage.request(Pages.of(2, "index.html", "release 2"), stage.environment(2, Duration.ZERO));
        stage.deployer().deploy(next, stage.platform, stage.images, killingAt(phase, restart));
    }

    private static Progress killingAt(Phase killing, boolean restart) {
        return new Progress() {
            @Override
            public void phase(Deployment deployment, Phase phase) {
                if (phase == killing) {
                    try {
                        daemon.kill();
                        if (restart) {
                            daemon.start();
                        }
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }

            @Override
            public void log(String line) {}
        };
    }

    private Stream<LedgerEvent> events() throws IOException {
        return stage.ledger().view().entries(1, 1000).stream().map(LedgerEntry::event);
    }

    private String pageOnceUp() throws Exception {
        for (int i = 0; ; i++) {
            try {
                var answer = stage.get("/");
                if (answer.statusCode() == 200 || i == MOST_PASSES) {
                    return answer.body();
                }
            } catch (IOException e) {
                if (i == MOST_PASSES) {
                    throw e;
                }
            }
            Thread.sleep(100);
        }
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

    private void checkWhole(int number) throws Exception {
        var view = stage.ledger().view();
        var current = view.current(Stage.QA).orElseThrow();
        assertTrue(view.inProgress(Stage.QA).isEmpty());
        assertEquals(Stage.release(number).commit(), current.commit());
        for (int i = 0; i < 4; i++) {
            assertEquals("release " + number, stage.get("/").body());
        }
        var replicas = stage.platform.replicas(stage.place);
        var lineage = Lineage.of(view, current);
        assertEquals(2, replicas.size(), replicas::toString);
        assertTrue(replicas.stream().allMatch(r -> r.running() && r.routed() && lineage.owns(r)), replicas::toString);
        for (int i = 0; i < MOST_PASSES && stage.platform.edge(stage.place).up().size() < 2; i++) {
            Thread.sleep(50); // its checks come every second
        }
        assertEquals(2, stage.platform.edge(stage.place).up().size());
        assertEquals(3, daemon.docker("ps", "-aq").lines().count(), "two replicas and an edge, and nothing else");
        assertEquals(
                1,
                daemon.docker("network", "ls", "-q", "--filter", "type=custom")
                        .lines()
                        .count());
        stage.deploy(stage.request(Pages.of(3, "index.html", "release 3"), stage.environment(1, Duration.ZERO)));
        assertEquals("release 3", stage.get("/").body());
    }
}
