package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deployments on the real engine. */
@Tag("docker")
class DockerDeployTest {

    /** Answers the health check and fails every other request. */
    private static final String[] SICK = {
        "Dockerfile", "FROM httpd:2.4\nRUN echo 'Redirect 500 /page' >> /usr/local/apache2/conf/httpd.conf\n"
    };

    private DockerStage stage;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage = new DockerStage(folder);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void visitorsAreServedThroughEverySwitch() throws Exception {
        stage.deploy(1, "release 1");
        assertEquals("release 1", stage.get("/").body());
        var failures = new CopyOnWriteArrayList<String>();
        var served = new AtomicInteger();
        var visitor = new Thread(() -> visit(failures, served));
        visitor.start();
        for (int number = 2; number <= 4; number++) {
            var done = stage.deploy(number, "release " + number);
            assertEquals(Phase.DONE, done.phase());
            assertEquals(0, done.traffic().failed(), done.toString());
            assertEquals("release " + number, stage.get("/").body());
        }
        visitor.interrupt();
        visitor.join();
        assertEquals(List.of(), failures);
        assertTrue(served.get() > 0);
        assertEquals(1, stage.platform.replicas(stage.place).size());
    }

    @Test
    void aRollingReleaseLosesNoRequestAndKeepsWithinItsBatch() throws Exception {
        stage.deploy(stage.request(Pages.of(1, "index.html", "release 1"), stage.rolling(3)));
        var failures = new CopyOnWriteArrayList<String>();
        var served = new AtomicInteger();
        var most = new AtomicInteger();
        var visitors = List.of(
                new Thread(() -> visit(failures, served)),
                new Thread(() -> visit(failures, served)),
                new Thread(() -> count(most)));
        visitors.forEach(Thread::start);
        for (int number = 2; number <= 3; number++) {
            var pages = Pages.of(number, "index.html", "release " + number);
            var done = stage.deploy(stage.request(pages, stage.rolling(3)));
            assertEquals(0, done.traffic().failed(), done.toString());
            assertEquals("release " + number, stage.get("/").body());
        }
        for (var visitor : visitors) {
            visitor.interrupt();
            visitor.join();
        }
        assertEquals(List.of(), failures);
        assertTrue(served.get() > 0);
        assertTrue(most.get() <= 4, most + " containers at once");
        assertEquals(3, stage.platform.replicas(stage.place).size());
    }

    @Test
    void aRollingReleaseThatFailsAfterItsSwitchGivesBackAllReplicas() throws Exception {
        stage.deploy(stage.request(Pages.of(1, "index.html", "release 1"), stage.rolling(3)));
        var asking = new Thread(() -> visit(new CopyOnWriteArrayList<>(), new AtomicInteger(), "/page"));
        asking.start();
        var sick = stage.request(Pages.of(2, SICK), stage.rolling(3, Duration.ofSeconds(30)));
        var failed = assertThrows(DeploymentException.class, () -> stage.deploy(sick));
        asking.interrupt();
        asking.join();
        assertTrue(failed.getMessage().contains("Switched back"), failed.getMessage());
        assertEquals("release 1", stage.get("/").body());
        assertEquals(3, stage.platform.edge(stage.place).up().size());
        assertEquals(3, stage.platform.replicas(stage.place).size());
    }

    @Test
    void aContainerThatNeverGetsHealthyIsTakenAwayAndNotQuoted() throws Exception {
        stage.deploy(1, "release 1");
        var broken =
                Pages.of(2, "Dockerfile", "FROM httpd:2.4\nCMD [\"sh\",\"-c\",\"echo out of luck; exec sleep 60\"]\n");
        var failed = assertThrows(
                DeploymentException.class,
                () -> stage.deploy(stage.request(broken, stage.environment(2, Duration.ZERO))));
        assertTrue(failed.getMessage().contains("did not become healthy"), failed.getMessage());
        assertFalse(failed.getMessage().contains("out of luck"), failed.getMessage());
        assertEquals("release 1", stage.get("/").body());
        assertEquals(1, stage.platform.replicas(stage.place).size());
    }

    @Test
    void aDockerfileThatFailsIsQuoted() throws Exception {
        stage.deploy(1, "release 1");
        var broken = Pages.of(2, "Dockerfile", "FROM httpd:2.4\nRUN echo no such luck; exit 7\n");
        var failed = assertThrows(
                DeploymentException.class,
                () -> stage.deploy(stage.request(broken, stage.environment(1, Duration.ZERO))));
        assertTrue(failed.getMessage().contains("exit 7"), failed.getMessage());
        assertEquals("release 1", stage.get("/").body());
    }

    @Test
    void aPortThatIsTakenLeavesNothing() throws Exception {
        try (var holder = new ServerSocket(stage.port)) {
            var failed = assertThrows(DeploymentException.class, () -> stage.deploy(1, "release 1"));
            assertTrue(failed.getMessage().contains(Integer.toString(holder.getLocalPort())), failed.getMessage());
        }
        assertEquals(List.of(), stage.platform.places(stage.site));
    }

    @Test
    void anotherPortIsTakenAtTheSwitch() throws Exception {
        stage.deploy(1, "release 1");
        int other = DockerStage.freePort();
        var pages = Pages.of(2, "index.html", "release 2");
        stage.deploy(stage.request(pages, stage.environment(other, 1, Duration.ZERO)));
        assertEquals(other, stage.platform.edge(stage.place).port());
        assertThrows(IOException.class, () -> stage.get("/"));
    }

    @Test
    void scalesUpAndDown() throws Exception {
        stage.deploy(1, "release 1");
        var before = stage.platform.edge(stage.place).routed();
        stage.deploy(Scaling.request(stage.ledger().view(), stage.site, Stage.QA, 3, null, null));
        assertEquals(3, stage.platform.edge(stage.place).routed().size());
        assertTrue(stage.platform.edge(stage.place).routed().containsAll(before));
        stage.deploy(Scaling.request(stage.ledger().view(), stage.site, Stage.QA, 1, null, null));
        assertEquals(1, stage.platform.replicas(stage.place).size());
        assertEquals("release 1", stage.get("/").body());
    }

    @Test
    void rollsBackByDigest() throws Exception {
        var first = stage.deploy(1, "release 1");
        stage.deploy(2, "release 2");
        var done = stage.deploy(Rollback.request(stage.ledger().view(), stage.site, Stage.QA, null, null, null));
        assertEquals(DeploymentKind.ROLLBACK, done.kind());
        assertEquals("release 1", stage.get("/").body());
        assertEquals(
                List.of(first.release().digest()),
                stage.platform.replicas(stage.place).stream()
                        .map(Replica::digest)
                        .toList());
    }

    @Test
    void rollsBackToAReleaseWhoseImageIsGoneByBuildingItAgain() throws Exception {
        var first = stage.deploy(1, "release 1");
        stage.deploy(2, "release 2");
        stage.images.retain(
                stage.site,
                Set.of(stage.ledger()
                        .view()
                        .current(Stage.QA)
                        .orElseThrow()
                        .release()
                        .digest()));
        assertFalse(stage.images.has(first.release().digest(), Map.of()));
        var request = Rollback.request(stage.ledger().view(), stage.site, Stage.QA, null, null, null);
        var refused = assertThrows(DeploymentException.class, () -> stage.deploy(request));
        assertTrue(refused.getMessage().contains("no longer has the image"), refused.getMessage());
        assertEquals("release 2", stage.get("/").body());
        var done = stage.deploy(request.withTree(Pages.of(1, "index.html", "release 1")));
        assertEquals("release 1", stage.get("/").body());
        assertEquals(first.release().id(), done.release().id());
        var running = stage.platform.replicas(stage.place).get(0).digest();
        assertEquals(running, done.release().digest());
        assertEquals(
                running,
                stage.ledger().view().current(Stage.QA).orElseThrow().release().digest());
    }

    @Test
    void errorsAfterTheSwitchSwitchBack() throws Exception {
        stage.deploy(1, "release 1");
        var asking = new Thread(() -> visit(new CopyOnWriteArrayList<>(), new AtomicInteger(), "/page"));
        asking.start();
        var sick = stage.request(Pages.of(2, SICK), stage.environment(1, Duration.ofSeconds(30)));
        var failed = assertThrows(DeploymentException.class, () -> stage.deploy(sick));
        asking.interrupt();
        asking.join();
        assertTrue(failed.getMessage().contains("Switched back"), failed.getMessage());
        assertEquals("release 1", stage.get("/").body());
        assertEquals(1, stage.platform.replicas(stage.place).size());
    }

    private void visit(List<String> failures, AtomicInteger served) {
        visit(failures, served, "/");
    }

    private void visit(List<String> failures, AtomicInteger served, String path) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    int status = stage.get(path).statusCode();
                    if (status != 200) {
                        failures.add("HTTP " + status);
                    }
                    served.incrementAndGet();
                } catch (IOException e) {
                    failures.add(e.toString());
                }
            }
        } catch (Exception e) {
            if (!(e instanceof InterruptedException)) {
                failures.add(e.toString());
            }
        }
    }

    private void count(AtomicInteger most) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                most.accumulateAndGet(stage.platform.replicas(stage.place).size(), Math::max);
                Thread.sleep(20);
            } catch (PlatformException e) {
                continue;
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
