package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Phase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments of one environment run one at a time; of those that wait only the latest counts. */
class DeploymentQueueTest {

    private Stage stage;
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage = new Stage(folder);
    }

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        threads.shutdownNow();
        stage.close();
    }

    @Test
    void aLaterRequestSupersedesTheOneThatWaitsNotTheOneThatRuns() throws Exception {
        var running = running(1);
        var waiting = waiting(2);
        var latest = waiting(3);
        var superseded = assertInstanceOf(
                SupersededException.class,
                assertThrows(ExecutionException.class, waiting::get).getCause());
        assertTrue(
                superseded.getMessage().contains("by the later one of commit 000000000003"), superseded.getMessage());
        goOn.countDown();
        assertEquals(Phase.DONE, running.get().phase());
        assertEquals(Phase.DONE, latest.get().phase());
        assertEquals(Stage.release(3), stage.current().orElseThrow().release());
        var record = stage.ledger()
                .view()
                .deployment(superseded.deployment().orElseThrow())
                .orElseThrow();
        assertEquals(Phase.FAILED, record.phase());
        assertEquals(superseded.getMessage(), record.failure());
    }

    @Test
    void aScalingSupersedesNothing() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        var running = running(2);
        var waiting = waiting(3);
        var scaling = waiting(Scaling.request(stage.ledger().view(), Stage.SITE, Stage.QA, 4, null, null), "scaling");
        goOn.countDown();
        running.get();
        assertEquals(Phase.DONE, waiting.get().phase());
        assertEquals(Phase.DONE, scaling.get().phase());
        assertEquals(4, stage.platform.replicas(Stage.PLACE).size());
        assertEquals(Stage.release(3), stage.current().orElseThrow().release());
    }

    @Test
    void twoDeployersOfOneLedgerShareTheLine() throws Exception {
        var running = running(1);
        var other = new Deployer(stage.ledger(), Clock.systemUTC());
        assertTrue(other.tryLock(Stage.QA).isEmpty());
        goOn.countDown();
        running.get();
        try (var turn = other.tryLock(Stage.QA).orElseThrow()) {
            assertTrue(stage.deployer().tryLock(Stage.QA).isEmpty());
            other.recover(turn, Stage.PLACE, stage.platform);
        }
        assertTrue(stage.deployer().tryLock(Stage.QA).isPresent());
    }

    @Test
    void anInterruptWhileWaitingLeavesTheLine() throws Exception {
        var running = running(1);
        var thread = new CompletableFuture<Thread>();
        var ended = threads.submit(() -> {
            thread.complete(Thread.currentThread());
            return stage.deploy(stage.request(2, Stage.environment()));
        });
        thread.get().interrupt();
        assertInstanceOf(
                InterruptedException.class,
                assertThrows(ExecutionException.class, ended::get).getCause());
        goOn.countDown();
        running.get();
        assertTrue(stage.deployer().tryLock(Stage.QA).isPresent());
    }

    /** A deployment that has begun, and goes on when told. */
    private Future<Deployment> running(int number) throws Exception {
        var request = stage.request(number, Stage.environment());
        var future =
                threads.submit(() -> stage.deployer().deploy(request, stage.platform, stage.images, new Progress() {
                    @Override
                    public void phase(Deployment deployment, Phase phase) {
                        if (phase == Phase.START) {
                            begun.countDown();
                            try {
                                goOn.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    }

                    @Override
                    public void log(String line) {}
                }));
        begun.await();
        return future;
    }

    private Future<Deployment> waiting(int number) throws Exception {
        return waiting(stage.request(number, Stage.environment()), "release " + number);
    }

    private Future<Deployment> waiting(DeployRequest request, String what) throws Exception {
        var heard = new CompletableFuture<String>();
        var future =
                threads.submit(() -> stage.deployer().deploy(request, stage.platform, stage.images, new Progress() {
                    @Override
                    public void phase(Deployment deployment, Phase phase) {}

                    @Override
                    public void log(String line) {
                        heard.complete(line);
                    }
                }));
        assertFalse(heard.get().isEmpty(), what);
        return future;
    }
}
