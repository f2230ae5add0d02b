package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.image.MemoryTree;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class SwitchTest {

    /** Between the edge and a reader who takes nothing, kernels may hold some 40 MB. */
    private static final int MORE_THAN_IS_BUFFERED = 64 * 1024 * 1024;

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final TestSite site = new TestSite();

    @AfterEach
    void remove() throws Exception {
        site.close();
    }

    @Test
    void noRequestIsLostOverTenSwitches() throws Exception {
        site.prepare();
        var releases = List.of(site.build("release one"), site.build("release two"));
        Replica serving = null;
        Visitors visitors = null;
        try {
            for (int i = 0; i <= 10; i++) {
                var next = site.start(releases.get(i % 2));
                var health = site.platform.awaitHealthy(next, TestSite.HEALTH);
                assertTrue(health.healthy(), health.toString());
                if (serving == null) {
                    site.route(next);
                    visitors = new Visitors(site.port, 4, 4);
                } else {
                    visitors.awaitMore(50);
                    site.route(next);
                    visitors.awaitMore(50);
                    assertTrue(site.platform.awaitDrained(site.place, serving.id(), GRACE));
                    site.platform.retire(site.place, serving.id(), GRACE);
                }
                serving = next;
            }
        } finally {
            if (visitors != null) {
                visitors.close();
            }
        }
        assertEquals(List.of(), visitors.failures());
        assertTrue(visitors.served() >= 1000, "served " + visitors.served());
        var counted = site.platform.counters(site.place);
        assertEquals(visitors.served(), counted.requests());
        assertEquals(0, counted.serverErrors());
        assertEquals(0, counted.lost());
    }

    @Test
    void newRequestsGoWhereTheyAreRoutedAndNowhereElse() throws Exception {
        site.prepare();
        assertEquals(503, site.get("/").statusCode());
        var one = site.start(site.build("release one"));
        var two = site.start(site.build("release two"));
        for (var each : List.of(one, two)) {
            assertTrue(site.platform.awaitHealthy(each, TestSite.HEALTH).healthy());
        }
        assertEquals(503, site.get("/").statusCode(), "started is not routed");
        site.route(one);
        assertEquals("release one", site.get("/").body());
        site.route(two);
        assertEquals("release two", site.get("/").body());
        assertEquals(TestSite.ids(two), site.platform.edge(site.place).routed());
        site.route(one);
        assertEquals("release one", site.get("/").body(), "back to a drained one");
        site.route(one, two);
        assertEquals(
                Set.of("release one", "release two"),
                Set.of(site.get("/").body(), site.get("/").body()));
        site.route();
        assertEquals(503, site.get("/").statusCode());
    }

    @Test
    void aDeadReplicaIsSkippedWhileAnotherLives() throws Exception {
        site.prepare();
        var release = site.build("release");
        var one = site.start(release, 0);
        var two = site.start(release, 1);
        for (var each : List.of(one, two)) {
            assertTrue(site.platform.awaitHealthy(each, TestSite.HEALTH).healthy());
        }
        site.route(one, two);
        try (var visitors = new Visitors(site.port, 2, 2)) {
            visitors.awaitMore(20);
            site.engine.client().killContainerCmd(one.id().value()).exec();
            visitors.awaitMore(200);
            for (int i = 0; i < 200 && site.platform.edge(site.place).up().size() > 1; i++) {
                Thread.sleep(50);
            }
            visitors.close();
            assertEquals(List.of(), visitors.failures());
        }
        var edge = site.platform.edge(site.place);
        assertEquals(TestSite.ids(two), edge.up());
        assertEquals(TestSite.ids(one, two), edge.routed());
        assertTrue(edge.drift().contains(one.name()), edge.drift());
    }

    @Test
    void aDrainWaitsForALongDownload() throws Exception {
        byte[] big = new byte[MORE_THAN_IS_BUFFERED];
        new Random(1).nextBytes(big);
        site.prepare();
        var old = site.start(
                site.build(new MemoryTree().with("index.html", "release").with("big", big, false)));
        assertTrue(site.platform.awaitHealthy(old, TestSite.HEALTH).healthy());
        site.route(old);
        var next = site.start(site.build("release two"));
        assertTrue(site.platform.awaitHealthy(next, TestSite.HEALTH).healthy());
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", site.port));
            socket.getOutputStream()
                    .write("GET /big HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] beginning = in.readNBytes(1024);
            site.route(next);
            assertEquals("release two", site.get("/").body());
            assertFalse(site.platform.awaitDrained(site.place, old.id(), Duration.ofMillis(300)));
            byte[] rest = in.readAllBytes();
            assertTrue(site.platform.awaitDrained(site.place, old.id(), GRACE));
            byte[] all = new byte[beginning.length + rest.length];
            System.arraycopy(beginning, 0, all, 0, beginning.length);
            System.arraycopy(rest, 0, all, beginning.length, rest.length);
            byte[] end = new byte[big.length];
            System.arraycopy(all, all.length - big.length, end, 0, big.length);
            assertArrayEquals(big, end);
        }
    }
}
