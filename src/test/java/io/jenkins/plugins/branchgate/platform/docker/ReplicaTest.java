package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.image.BuildContext;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.image.MemoryTree;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.HttpPath;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("docker")
class ReplicaTest {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final TestSite site = new TestSite();

    @AfterEach
    void remove() throws Exception {
        site.close();
    }

    @Test
    void allOfAReplicaIsToldFromItsLabels() throws Exception {
        site.prepare();
        var release = site.build("release one");
        var deployment = DeploymentId.create(Instant.now());
        var started = site.platform.start(new ReplicaSpec(site.place, release, deployment, 3, null));
        try (var other = new DockerPlatform(site.engine)) {
            assertEquals(List.of(started), other.replicas(site.place));
        }
        assertEquals(release.id(), started.release());
        assertEquals(release.commit(), started.commit());
        assertEquals(release.digest(), started.digest());
        assertEquals(deployment, started.deployment());
        assertEquals(3, started.index());
        assertTrue(started.running());
        assertFalse(started.routed());
        var labels = site.engine
                .client()
                .inspectContainerCmd(started.id().value())
                .exec()
                .getConfig()
                .getLabels();
        assertEquals(release.tree().value(), labels.get("io.jenkins.branch-gate.tree"));
    }

    @Test
    void anEngineIsToldByTheIdItGivesItself() throws Exception {
        String id = site.engine.client().infoCmd().exec().getId();
        assertEquals("docker:" + id, site.platform.identity().value());
        try (var other = new DockerPlatform(site.engine)) {
            assertEquals(site.platform.identity(), other.identity());
        }
    }

    @Test
    void theExposedPortIsTheOneThatIsAsked() throws Exception {
        var release = listening("EXPOSE 8081\n");
        assertSaid("port 8081, the only one that their image exposes", release, null);
        assertServes(release, null);
    }

    @Test
    void ofSeveralExposedPortsTheOneThatIsSaidIsAsked() throws Exception {
        var release = listening("EXPOSE 9090 8081 8443\nEXPOSE 53/udp\n");
        assertSaid("port 80, since their image exposes several: 8081, 8443, 9090; containerPort", release, null);
        assertSaid("port 8081, the environment's containerPort", release, 8081);
        assertServes(release, 8081);
    }

    @Test
    void anImageThatExposesNoPortIsAskedOnTheUsualOne() throws Exception {
        assertSaid("port 80, since their image exposes none", listening(""), null);
    }

    private void assertSaid(String words, Release release, Integer port) throws Exception {
        String said = site.platform.describePort(release, port);
        assertTrue(said.contains(words), said);
    }

    /** A site that answers on port 8081. */
    private Release listening(String exposes) throws Exception {
        return site.build(new MemoryTree()
                .with("Dockerfile", "FROM haproxy:lts\nCOPY haproxy.cfg /usr/local/etc/haproxy/\n" + exposes)
                .with("haproxy.cfg", """
                        defaults
                            mode http
                            timeout client 10s
                        frontend site
                            bind :8081
                            http-request return status 200 content-type text/plain string release
                        """));
    }

    private void assertServes(Release release, Integer port) throws Exception {
        site.prepare();
        var replica =
                site.platform.start(new ReplicaSpec(site.place, release, DeploymentId.create(Instant.now()), 0, port));
        var health = site.platform.awaitHealthy(replica, TestSite.HEALTH);
        assertTrue(health.healthy(), health + " " + log(replica));
        site.route(replica);
        assertEquals("release", site.get("/").body());
    }

    @Test
    void aContainerThatEndsIsNoticedWithItsExitCodeAndLastWords() throws Exception {
        site.prepare();
        var replica = site.start(site.build(new MemoryTree()
                .with("Dockerfile", "FROM httpd:2.4\nCMD [\"sh\", \"-c\", \"echo last words; exit 3\"]\n")));
        var health = site.platform.awaitHealthy(replica, TestSite.HEALTH);
        assertFalse(health.healthy());
        assertTrue(health.detail().contains("exit code 3"), health.detail());
        assertTrue(health.took().compareTo(TestSite.HEALTH.timeout()) < 0, health.toString());
        assertTrue(log(replica).lines().toList().contains("last words"));
    }

    private String log(Replica replica) throws PlatformException {
        return site.platform.readLog(replica.id(), LogPosition.START, 64 * 1024).text();
    }

    @Test
    void aReplicaThatNeverGetsHealthySaysHowItAnswered() throws Exception {
        site.prepare();
        var replica = site.start(site.build("release"));
        var impatient = new HealthCheck(
                new HttpPath("/missing?a=$(b)"), 200, 399, Duration.ofMillis(50), Duration.ofSeconds(1));
        var health = site.platform.awaitHealthy(replica, impatient);
        assertFalse(health.healthy());
        assertTrue(health.detail().contains("HTTP 404"), health.detail());
        assertTrue(health.attempts() > 1, health.toString());
        var lenient = new HealthCheck(impatient.path(), 404, 404, impatient.interval(), impatient.timeout());
        assertTrue(site.platform.awaitHealthy(replica, lenient).healthy());
    }

    @Test
    void nothingListeningIsSaid() throws Exception {
        site.prepare();
        var replica = site.start(
                site.build(new MemoryTree().with("Dockerfile", "FROM httpd:2.4\nCMD [\"sleep\", \"60\"]\n")));
        var check = new HealthCheck(new HttpPath("/"), 200, 399, Duration.ofMillis(50), Duration.ofSeconds(1));
        var health = site.platform.awaitHealthy(replica, check);
        assertTrue(health.detail().contains("Connection refused"), health.detail());
    }

    @Test
    void retiringTwiceIsAsGoodAsOnce() throws Exception {
        site.prepare();
        var replica = site.start(site.build("release"));
        site.route(replica);
        site.platform.retire(site.place, replica.id(), GRACE);
        assertEquals(List.of(), site.platform.replicas(site.place));
        assertEquals(TestSite.ids(), site.platform.edge(site.place).routed());
        assertEquals("", site.platform.edge(site.place).drift());
        site.platform.retire(site.place, replica.id(), GRACE);
    }

    @Test
    void aReplicaRemovedByHandIsForgotten() throws Exception {
        site.prepare();
        var replica = site.start(site.build("release"));
        site.route(replica);
        site.engine
                .client()
                .removeContainerCmd(replica.id().value())
                .withForce(true)
                .exec();
        assertTrue(site.platform.edge(site.place).drift().contains("gone"));
        site.platform.retire(site.place, replica.id(), GRACE);
        assertEquals("", site.platform.edge(site.place).drift());
        assertEquals(TestSite.ids(), site.platform.edge(site.place).routed());
    }

    @Test
    void aRetiringContainerDoesNotComeBack() throws Exception {
        site.prepare();
        var replica = site.start(
                site.build(
                        new MemoryTree()
                                .with(
                                        "Dockerfile",
                                        "FROM httpd:2.4\nSTOPSIGNAL SIGTERM\nCMD [\"bash\", \"-c\", \"trap '' TERM; while :; do read -t 1; done\"]\n")));
        var retiring = new Thread(() -> {
            try {
                site.platform.retire(site.place, replica.id(), Duration.ofSeconds(4));
            } catch (PlatformException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        retiring.start();
        boolean seen = false;
        while (retiring.isAlive() && !seen) {
            var now = site.engine
                    .client()
                    .inspectContainerCmd(replica.id().value())
                    .exec();
            seen = Boolean.TRUE.equals(now.getState().getRunning())
                    && now.getHostConfig().getRestartPolicy().getName().equals("no");
            Thread.sleep(20);
        }
        assertTrue(seen, "the restart policy was on until the end");
        retiring.join();
        assertEquals(List.of(), site.platform.replicas(site.place));
    }

    @Test
    void anImageThatIsGoneIsNamed() throws Exception {
        site.prepare();
        var release = site.build("release");
        var gone = new Release(
                release.id(),
                release.commit(),
                release.tree(),
                release.image(),
                new ImageDigest("sha256:" + "0".repeat(64)),
                release.builtAt());
        var refused = assertThrows(PlatformException.class, () -> site.start(gone));
        assertTrue(refused.getMessage().contains(release.id().value()), refused.getMessage());
    }

    /** A classic build runs its steps in containers that carry the labels of the Dockerfile, on the usual network. */
    @Timeout(120)
    @Test
    void aBuildStepThatCallsItselfTheEdgeIsNotTakenForIt() throws Exception {
        for (String role : List.of(Labels.EDGE, Labels.RELEASE)) {
            var labels = new StringBuilder();
            Labels.of(
                            new ReplicaSpec(site.place, site.build("any"), DeploymentId.create(Instant.now()), 0, null),
                            new Backend("", "172.30.0.9", 80))
                    .forEach((key, value) -> labels.append("LABEL ")
                            .append(key)
                            .append('=')
                            .append(key.equals(Labels.ROLE) ? role : value)
                            .append('\n'));
            var files = new MemoryTree()
                    .with(
                            "Dockerfile",
                            "FROM httpd:2.4\n" + labels + "RUN echo " + site.site + role + " && sleep 600\n");
            var begun = new CountDownLatch(1);
            var building = new Thread(() -> {
                try (var context = BuildContext.pack(files, null, ImageTags.labels(site.site));
                        var tar = context.open()) {
                    site.images.build(tar, context.dockerfile(), new ImageRef("any:any"), Map.of(), line -> {
                        if (line.equals(site.site + role)) {
                            begun.countDown();
                        }
                    });
                } catch (Exception e) {
                    return; // interrupted below
                }
            });
            building.start();
            try {
                begun.await();
                var client = site.engine.client();
                String theirs = runningStep(role);
                assertFalse(site.platform.edge(site.place).present());
                site.prepare();
                var replica = site.start(site.build("release"));
                assertTrue(site.platform.awaitHealthy(replica, TestSite.HEALTH).healthy());
                site.route(replica);
                assertEquals("release", site.get("/").body());
                assertEquals(
                        List.of(replica.id()),
                        site.platform.replicas(site.place).stream()
                                .map(Replica::id)
                                .toList());
                site.platform.retire(site.place, new ReplicaId(theirs), GRACE);
                site.platform.remove(site.place);
                assertEquals(List.of(), site.platform.places(site.site));
                assertTrue(client.inspectContainerCmd(theirs).exec().getState().getRunning(), "not ours to end");
            } finally {
                building.interrupt();
                building.join();
            }
        }
    }

    /** The container of a build's step; the engine lists it a moment after it began to speak. */
    private String runningStep(String role) throws Exception {
        while (true) {
            for (var container : site.engine
                    .client()
                    .listContainersCmd()
                    .withLabelFilter(Map.of(Labels.SITE, site.site.value(), Labels.ROLE, role))
                    .exec()) {
                if (container.getCommand().contains("sleep 600")) {
                    return container.getId();
                }
            }
            Thread.sleep(50);
        }
    }

    @Test
    void whatIsNotOursIsNotTouched() throws Exception {
        site.prepare();
        var client = site.engine.client();
        String foreign = client.createContainerCmd("httpd:2.4")
                .withName(ContainerNames.network(site.place) + "-by-hand")
                .exec()
                .getId();
        try {
            client.startContainerCmd(foreign).exec();
            site.platform.retire(site.place, new ReplicaId(foreign), GRACE);
            assertThrows(
                    PlatformException.class, () -> site.platform.route(site.place, Set.of(new ReplicaId(foreign))));
            assertEquals(List.of(site.place), site.platform.places(site.site));
            site.platform.remove(site.place);
            assertEquals(List.of(), site.platform.places(site.site));
            assertTrue(client.inspectContainerCmd(foreign).exec().getState().getRunning());
        } finally {
            client.removeContainerCmd(foreign).withForce(true).exec();
        }
    }

    @Test
    void imagesAreKeptWhileTheyAreNeeded() throws Exception {
        site.prepare();
        var kept = site.build("kept");
        var used = site.build("used");
        var renamed = site.build("renamed");
        var old = site.build("old");
        site.images.tag(renamed.digest(), new ImageRef("branch-gate-test/" + site.site + ":mine"));
        site.start(used);
        assertEquals(
                Set.of(renamed.image(), old.image()), Set.copyOf(site.images.retain(site.site, Set.of(kept.digest()))));
        assertTrue(site.images.has(kept.digest(), Map.of()));
        assertTrue(site.images.has(used.digest(), Map.of()));
        assertTrue(site.images.has(renamed.digest(), Map.of()), "a person gave it a name");
        assertFalse(site.images.has(old.digest(), Map.of()));
        site.engine
                .client()
                .removeImageCmd("branch-gate-test/" + site.site + ":mine")
                .exec();
    }

    @Test
    void replicasStartedAtOnceGetTheirOwnAddresses() throws Exception {
        site.prepare();
        var release = site.build("release");
        var threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            int index = i;
            threads[i] = new Thread(() -> {
                try {
                    site.start(release, index);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            threads[i].start();
        }
        for (var thread : threads) {
            thread.join();
        }
        var all = new Containers(new EngineRequests(site.engine)).of(site.place);
        assertEquals(
                5, all.stream().map(f -> f.label(Labels.ADDRESS)).distinct().count());
        assertEquals(
                4,
                site.platform.replicas(site.place).stream()
                        .filter(r -> r.running())
                        .count());
    }
}
