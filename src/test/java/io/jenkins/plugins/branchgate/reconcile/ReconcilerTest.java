package io.jenkins.plugins.branchgate.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.Stage;
import io.jenkins.plugins.branchgate.ledger.AlertRaised;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {

    private Stage stage;
    private Reconciler reconciler;
    private Instant now = Instant.now();
    private boolean engineIsThere = true;
    private boolean agentIsThere = true;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage = new Stage(folder);
        reconciler = new Reconciler(
                Stage.SITE,
                stage.ledger(),
                stage.deployer(),
                environment -> {
                    if (!agentIsThere) {
                        throw new PlatformException("The agent is offline.");
                    }
                    return engineIsThere ? stage.platform : silent();
                },
                new Random(1));
        stage.deploy(stage.request(1, Stage.environment()));
        stage.platform.orders();
    }

    @AfterEach
    void nothingForbiddenHappened() throws Exception {
        assertEquals(List.of(), stage.platform.violations());
        stage.close();
    }

    @Test
    void whatIsStartedInTheirPlaceIsAskedOnTheSamePort() throws Exception {
        stage.deploy(stage.request(2, Stage.environment().withContainerPort(8000)));
        stage.platform.replicas(Stage.PLACE).forEach(r -> stage.platform.kill(Stage.PLACE, r.id()));
        settle();
        assertWhole(2);
        assertEquals(Set.of(8000), stage.platform.containerPorts(Stage.PLACE));
    }

    @Test
    void anEnvironmentWhoseEngineIsSilentHoldsUpNoOtherOfItsSite() throws Exception {
        var qa = Stage.environment();
        var other = new EnvironmentName("other");
        stage.deploy(stage.request(
                1,
                new Environment(
                        other,
                        qa.branch(),
                        new Port(9999),
                        qa.replicas(),
                        qa.dockerfile(),
                        qa.health(),
                        qa.drain(),
                        qa.watch(),
                        qa.gate())));
        var asked = new CountDownLatch(1);
        var silence = new CountDownLatch(1);
        var both = new Reconciler(Stage.SITE, stage.ledger(), stage.deployer(), environment -> {
            if (environment.equals(other)) {
                asked.countDown();
                try {
                    silence.await();
                } catch (InterruptedException e) {
                    throw new PlatformException("interrupted", e);
                }
            }
            return stage.platform;
        });
        var hanging = new Thread(() -> {
            try {
                both.pass(other, now);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        hanging.start();
        asked.await();
        assertEquals(Optional.of(Reconciler.CALM), both.pass(qa.name(), now));
        assertEquals(
                Health.HEALTHY,
                both.status().stream()
                        .filter(status -> status.environment().equals(qa.name()))
                        .findFirst()
                        .orElseThrow()
                        .health());
        silence.countDown();
        hanging.join();
    }

    @Test
    void nothingIsDoneToWhatIsRight() throws Exception {
        assertEquals(Reconciler.CALM, reconciler.pass(now));
        assertEquals(List.of(), stage.platform.orders());
        assertEquals(Health.HEALTHY, status().health());
        assertEquals("healthy", status().words());
        assertTrue(status().since().isPresent());
    }

    @Test
    void aMissingAStoppedAndAnUnknownReplicaArePutRight() throws Exception {
        var replicas = stage.platform.replicas(Stage.PLACE);
        stage.platform.vanish(Stage.PLACE, replicas.get(0).id());
        stage.platform.kill(Stage.PLACE, replicas.get(1).id());
        stage.platform.start(new ReplicaSpec(Stage.PLACE, Stage.release(5), DeploymentId.create(now), 0, null));
        assertEquals(Reconciler.SOON, reconciler.pass(now));
        assertEquals(Health.DOWN, status().health());
        assertTrue(status().words().contains("stopped: exited (1)"), status().words());
        settle();
        assertWhole(1);
        assertEquals(Health.HEALTHY, status().health());
        assertTrue(events(EnvironmentHealed.class).size() >= 2);
    }

    @Test
    void aReplicaOfTheWrongImageIsReplaced() throws Exception {
        var current = stage.current().orElseThrow().id();
        var first = stage.platform.replicas(Stage.PLACE).get(0);
        var wrong = stage.platform.start(new ReplicaSpec(Stage.PLACE, Stage.release(7), current, 5, null));
        stage.platform.vanish(Stage.PLACE, first.id());
        reconciler.pass(now);
        assertTrue(status().words().contains(wrong.name() + " does not belong here (wrong image"), status().words());
        settle();
        assertWhole(1);
    }

    @Test
    void aReplicaThatDoesNotAnswerIsReplacedAfterSeveralLooks() throws Exception {
        var first = stage.platform.replicas(Stage.PLACE).get(0);
        stage.platform.hang(first.id());
        reconciler.pass(now);
        reconciler.pass(now);
        assertEquals(List.of(), stage.platform.orders());
        settle();
        assertWhole(1);
        assertFalse(stage.platform.replicas(Stage.PLACE).stream().anyMatch(r -> r.id().equals(first.id())));
    }

    @Test
    void theEdgeIsHealedWithTheBackendsItHad() throws Exception {
        var serving = stage.platform.edge(Stage.PLACE).routed();
        stage.platform.killEdge(Stage.PLACE);
        reconciler.pass(now);
        assertEquals(serving, stage.platform.edge(Stage.PLACE).routed());
        settle();
        assertWhole(1);
    }

    @Test
    void driftOfTheEdgeIsUndone() throws Exception {
        stage.platform.drift(Stage.PLACE, "the edge publishes port 99 instead of 8081");
        reconciler.pass(now);
        assertEquals("", stage.platform.edge(Stage.PLACE).drift());
        assertEquals(
                "the edge publishes port 99 instead of 8081",
                events(EnvironmentHealed.class).get(0).detail());
    }

    @Test
    void healsToTheCurrentReleaseAfterAFailedDeployment() throws Exception {
        stage.platform.sick = Stage.release(2).digest()::equals;
        assertThrows(DeploymentException.class, () -> stage.deploy(stage.request(2, Stage.environment())));
        stage.platform.replicas(Stage.PLACE).forEach(r -> stage.platform.kill(Stage.PLACE, r.id()));
        settle();
        assertWhole(1);
    }

    @Test
    void attemptsComeEverMoreRarelyAndThenSomeoneIsTold() throws Exception {
        stage.platform.sick = digest -> true;
        int starts = 0;
        for (int second = 0; second < 3600; second += 5) {
            now = now.plusSeconds(5);
            reconciler.pass(now);
            starts += (int) stage.platform.orders().stream()
                    .filter(o -> o.startsWith("start"))
                    .count();
        }
        assertTrue(starts >= 8 && starts <= 60, "replicas started in an hour: " + starts);
        var alerts = events(AlertRaised.class).stream().map(AlertRaised::alert).toList();
        assertEquals(List.of("flapping", "given up"), alerts.stream().distinct().toList());
        assertEquals(2, alerts.size());
        assertEquals(Health.DOWN, status().health());
    }

    @Test
    void anEngineThatIsGoneIsToldOnceAndHealedWhenBack() throws Exception {
        engineIsThere = false;
        for (int i = 0; i < 30; i++) {
            now = now.plusSeconds(10);
            reconciler.pass(now);
        }
        assertEquals(Health.UNKNOWN, status().health());
        assertEquals(
                1,
                events(AlertRaised.class).stream()
                        .filter(a -> a.alert().equals("no answer"))
                        .count());
        assertEquals(1, events(AlertRaised.class).size(), "silence is no failed attempt");
        engineIsThere = true;
        stage.platform.kill(
                Stage.PLACE, stage.platform.replicas(Stage.PLACE).get(0).id());
        now = now.plusSeconds(10);
        settle();
        assertWhole(1);
    }

    @Test
    void anEnvironmentOutOfReachIsSkippedWithoutAnAlertAndHealedAtOnceWhenInReach() throws Exception {
        agentIsThere = false;
        for (int i = 0; i < 30; i++) {
            now = now.plusSeconds(10);
            assertEquals(Reconciler.CALM, reconciler.pass(now));
        }
        assertEquals("not known: The agent is offline.", status().words());
        assertEquals(List.of(), events(AlertRaised.class));
        agentIsThere = true;
        stage.platform.kill(
                Stage.PLACE, stage.platform.replicas(Stage.PLACE).get(0).id());
        reconciler.pass(now);
        assertEquals(1, events(EnvironmentHealed.class).size());
        settle();
        assertWhole(1);
    }

    @Test
    void nothingIsTouchedWhileSomeoneHasTheTurn() throws Exception {
        stage.platform.killEdge(Stage.PLACE);
        try (var lock = stage.deployer().tryLock(Stage.QA).orElseThrow()) {
            assertEquals(Reconciler.CALM, reconciler.pass(now));
            assertEquals(List.of(), stage.platform.orders());
        }
        settle();
        assertWhole(1);
    }

    @Test
    void aDeploymentLeftByACrashIsSettled() throws Exception {
        var id = DeploymentId.create(now);
        stage.ledger().<Void, RuntimeException>transact((view, append) -> {
            append.accept(new DeploymentOpened(
                    id,
                    Stage.environment(),
                    DeploymentKind.DEPLOY,
                    Stage.release(2).commit(),
                    Admission.OPEN,
                    null,
                    null,
                    null,
                    new TargetId("docker:test")));
            return null;
        });
        stage.platform.start(new ReplicaSpec(Stage.PLACE, Stage.release(2), id, 0, null));
        settle();
        assertWhole(1);
        assertEquals("settled", events(EnvironmentHealed.class).get(0).action());
    }

    @Test
    void deploymentsGoOnUndisturbedBesideIt() throws Exception {
        stage.platform.sick = Stage.release(3).digest()::equals;
        var deploying = new Thread(() -> {
            for (int number = 0; number < 60; number++) {
                try {
                    stage.deploy(stage.request(1 + number % 4, Stage.environment(1 + number % 3, 8081, Duration.ZERO)));
                } catch (DeploymentException e) {
                    assertTrue(e.getMessage().contains("did not become healthy"), e.getMessage());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        deploying.start();
        while (deploying.isAlive()) {
            now = now.plusSeconds(1);
            reconciler.pass(now);
        }
        assertEquals(List.of(), events(AlertRaised.class));
        assertEquals(List.of(), events(EnvironmentHealed.class));
        assertEquals(61, stage.ledger().view().history(Stage.QA, 100).size());
        assertEquals(Reconciler.CALM, reconciler.pass(now));
        assertEquals(Health.HEALTHY, status().health());
    }

    /** Passes until all is calm. */
    private void settle() throws Exception {
        for (int i = 0; i < 50; i++) {
            var wait = reconciler.pass(now);
            if (wait.equals(Reconciler.CALM) && status().health() == Health.HEALTHY) {
                return;
            }
            now = now.plus(wait);
        }
        throw new AssertionError("not settled: " + status().words());
    }

    private EnvironmentStatus status() {
        return reconciler.status().get(0);
    }

    private <T extends LedgerEvent> List<T> events(Class<T> type) throws Exception {
        return stage.ledger().view().entries(1, 10_000).stream()
                .map(LedgerEntry::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private void assertWhole(int number) {
        var replicas = stage.platform.replicas(Stage.PLACE);
        assertEquals(2, replicas.size());
        assertTrue(replicas.stream()
                .allMatch(r ->
                        r.running() && r.digest().equals(Stage.release(number).digest())));
        assertEquals(
                replicas.stream().map(Replica::id).collect(Collectors.toSet()),
                stage.platform.edge(Stage.PLACE).routed());
    }

    private static Platform silent() {
        return (Platform) Proxy.newProxyInstance(
                Platform.class.getClassLoader(), new Class<?>[] {Platform.class}, (proxy, method, arguments) -> {
                    throw new UnreachableException("The engine does not answer.", null);
                });
    }
}
