package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import io.jenkins.plugins.branchgate.image.MemoryTree;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class EdgeTest {

    private final TestSite site = new TestSite();

    @AfterEach
    void remove() throws Exception {
        site.close();
    }

    @Test
    void preparingTwiceChangesNothing() throws Exception {
        site.prepare();
        String edge = edge().id();
        site.prepare();
        assertEquals(edge, edge().id());
        var state = site.platform.edge(site.place);
        assertTrue(state.present() && state.running());
        assertEquals(site.port, state.port());
        assertEquals("", state.drift());
    }

    @Test
    void aRestartedEdgeServesWhatItServed() throws Exception {
        var old = serve("release one");
        var next = serve("release two");
        assertNotEquals(old.id(), next.id());
        site.engine.client().restartContainerCmd(edge().id()).withTimeout(1).exec();
        assertEquals("release two", pageOnceUp());
        assertEquals(TestSite.ids(next), site.platform.edge(site.place).routed());
        site.route(old);
        assertEquals("release one", site.get("/").body(), "orders are taken again");
    }

    @Test
    void aRestartedEdgeIsSeenToCountAnewAlsoIfItHasCountedMore() throws Exception {
        site.prepare();
        var first = site.platform.counters(site.place);
        site.get("/");
        assertEquals(1, site.platform.counters(site.place).since(first).requests());
        var before = site.platform.counters(site.place);
        site.engine.client().restartContainerCmd(edge().id()).withTimeout(1).exec();
        pageOnceUp(503);
        for (int i = 0; i < 3; i++) {
            site.get("/");
        }
        var now = site.platform.counters(site.place);
        assertTrue(now.requests() > before.requests(), now.toString());
        assertEquals(now, now.since(before));
    }

    @Test
    void aStoppedOrRemovedEdgeIsMadeGood() throws Exception {
        var serving = serve("release one");
        site.engine.client().stopContainerCmd(edge().id()).withTimeout(1).exec();
        assertFalse(site.platform.edge(site.place).running());
        site.prepare(serving);
        assertEquals("release one", pageOnceUp());
        site.engine.client().removeContainerCmd(edge().id()).withForce(true).exec();
        assertFalse(site.platform.edge(site.place).present());
        assertThrows(PlatformException.class, () -> site.route(serving));
        site.prepare(serving);
        assertEquals("release one", pageOnceUp());
    }

    @Test
    void aReplicaKeepsItsAddressWhateverStartsInBetween() throws Exception {
        var serving = serve("release one");
        site.engine.client().stopContainerCmd(serving.id().value()).exec();
        site.start(site.build("release two"));
        site.engine.client().startContainerCmd(serving.id().value()).exec();
        assertEquals("release one", pageOnceUp());
    }

    @Test
    void theRuntimeInterfaceIsOutOfReach() throws Exception {
        var release = serve("release one");
        var edge = edge();
        String address = edge.label(Labels.ADDRESS);
        assertTrue(inside(release.id().value(), "exec 3<>/dev/tcp/" + address + "/8080 && echo open")
                .contains("open"));
        assertFalse(inside(release.id().value(), "exec 3<>/dev/tcp/" + address + "/9999 && echo open")
                .contains("open"));
        assertTrue(inside(edge.id(), "exec 3<>/dev/tcp/127.0.0.1/9999 && echo open")
                .contains("open"));
        for (var from : new String[] {address, "127.0.0.1"}) {
            assertThrows(ConnectException.class, () -> new Socket(InetAddress.getByName(from), 9999).close());
        }
        assertEquals(1, edge.container().getPorts().length > 0 ? published(edge) : 0);
    }

    @Test
    void connectionsToAReplicaAreKeptForReuse() throws Exception {
        serve("release one");
        for (int i = 0; i < 50; i++) {
            assertEquals("release one", site.get("/").body());
        }
        String[] lines = inside(edge().id(), "exec 3<>/dev/tcp/127.0.0.1/9999; echo 'show stat -1 4 -1' >&3; cat <&3")
                .split("\n");
        int column = List.of(lines[0].split(",")).indexOf("reuse");
        int reused = Integer.parseInt(lines[1].split(",")[column]);
        assertTrue(reused >= 40, reused + " of 50 requests on a kept connection used one to the replica again");
    }

    @Test
    void aRequestThatFailsIsCountedOnce() throws Exception {
        var tree = new MemoryTree()
                .with("index.html", "release one")
                .with(
                        "Dockerfile",
                        "FROM httpd:2.4\nCOPY index.html htdocs/\nRUN echo 'Redirect 500 /broken' >> conf/httpd.conf\n");
        site.prepare();
        var replica = site.start(site.build(tree));
        assertTrue(site.platform.awaitHealthy(replica, TestSite.HEALTH).healthy());
        site.route(replica);
        var before = site.platform.counters(site.place);
        assertEquals(500, site.get("/broken").statusCode());
        assertEquals(200, site.get("/").statusCode());
        site.engine.client().killContainerCmd(replica.id().value()).exec();
        assertEquals(503, site.get("/").statusCode());
        var since = site.platform.counters(site.place).since(before);
        assertEquals(1, since.serverErrors(), since::toString);
        // A request on a kept connection that broke is lost too, and the client sends it again.
        assertTrue(since.lost() >= 1 && since.requests() == 2 + since.lost(), since::toString);
    }

    @Test
    void aPortTakenByAProcessIsNamedAndNothingIsLeft() throws Exception {
        try (var taken = new ServerSocket(site.port)) {
            var refused = assertThrows(PlatformException.class, site::prepare);
            assertTrue(refused.getMessage().contains("Port " + taken.getLocalPort()), refused.getMessage());
            assertTrue(refused.getMessage().contains("not a container"), refused.getMessage());
        }
        assertEquals(List.of(), new Containers(new EngineRequests(site.engine)).of(site.place));
        site.prepare();
    }

    @Test
    void aPortTakenByAnotherContainerIsNamed() throws Exception {
        site.prepare();
        try (var other = new TestSite()) {
            var refused = assertThrows(
                    PlatformException.class,
                    () -> other.platform.prepare(other.place, other.environment(site.port), Set.of()));
            assertTrue(refused.getMessage().contains(site.place.toString()), refused.getMessage());
        }
        assertEquals(503, site.get("/").statusCode(), "the holder is untouched");
    }

    @Test
    void anEdgeMovesToAnotherPort() throws Exception {
        var serving = serve("release one");
        int other = TestSite.freePort();
        site.platform.prepare(site.place, site.environment(other), TestSite.ids(serving));
        assertEquals("release one", site.get(other, "/").body());
        assertThrows(ConnectException.class, () -> site.get("/"));
        assertEquals(other, site.platform.edge(site.place).port());
        assertEquals("branch-gate-" + site.site + "-qa-edge", edge().name());
    }

    @Test
    void aMoveToATakenPortLeavesTheEdgeWhereItIs() throws Exception {
        var serving = serve("release one");
        try (var taken = new ServerSocket(0)) {
            var there = site.environment(taken.getLocalPort());
            assertThrows(
                    PlatformException.class, () -> site.platform.prepare(site.place, there, TestSite.ids(serving)));
        }
        assertEquals("release one", site.get("/").body());
        assertEquals("", site.platform.edge(site.place).drift());
    }

    @Test
    void anImageThatCannotBeHadIsExplained() throws Exception {
        try (var platform = new DockerPlatform(site.engine, new ImageRef("127.0.0.1:1/no/haproxy:here"))) {
            var refused = assertThrows(
                    PlatformException.class, () -> platform.prepare(site.place, site.environment(site.port), Set.of()));
            assertTrue(refused.getMessage().contains("docker save"), refused.getMessage());
        }
    }

    @Test
    void anotherProcessGoesOnFromWhatItFinds() throws Exception {
        var serving = serve("release one");
        try (var other = new DockerPlatform(site.engine)) {
            assertEquals(TestSite.ids(serving), other.edge(site.place).routed());
            other.route(site.place, Set.of());
        }
        assertEquals(503, site.get("/").statusCode());
    }

    private Replica serve(String text) throws Exception {
        site.prepare();
        var replica = site.start(site.build(text));
        var health = site.platform.awaitHealthy(replica, TestSite.HEALTH);
        assertTrue(health.healthy(), health.toString());
        site.route(replica);
        assertEquals(text, site.get("/").body());
        return replica;
    }

    private ManagedContainer edge() throws Exception {
        return Containers.edge(new Containers(new EngineRequests(site.engine)).of(site.place))
                .orElseThrow();
    }

    private static long published(ManagedContainer edge) {
        return java.util.Arrays.stream(edge.container().getPorts())
                .map(p -> p.getPublicPort())
                .filter(java.util.Objects::nonNull)
                .distinct()
                .count();
    }

    private String pageOnceUp() throws Exception {
        return pageOnceUp(200);
    }

    private String pageOnceUp(int status) throws Exception {
        for (int i = 0; ; i++) {
            try {
                var answer = site.get("/");
                if (answer.statusCode() == status || i == 100) {
                    return answer.body();
                }
            } catch (java.io.IOException e) {
                if (i == 100) {
                    throw e;
                }
            }
            Thread.sleep(100);
        }
    }

    private String inside(String container, String script) throws Exception {
        var client = site.engine.client();
        String exec = client.execCreateCmd(container)
                .withCmd("timeout", "5", "bash", "-c", script)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        var output = new StringBuilder();
        client.execStartCmd(exec)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        output.append(new String(frame.getPayload()));
                    }
                })
                .awaitCompletion();
        return output.toString();
    }
}
