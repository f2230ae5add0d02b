package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.deploy.Scripts;
import io.jenkins.plugins.branchgate.image.MemoryTree;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of requests to a replica that is killed while another lives. */
@Tag("docker")
class KilledReplicaTest {

    private final TestSite site = new TestSite();
    private final HttpClient http = HttpClient.newHttpClient();
    private Replica one;
    private Replica two;

    @BeforeEach
    void serve() throws Exception {
        site.prepare();
        var release = site.build(new MemoryTree()
                .with("Dockerfile", Scripts.DOCKERFILE)
                .with("index.html", "release")
                .with("cgi-bin/slow", Scripts.SLOW));
        one = site.start(release, 0);
        two = site.start(release, 1);
        for (var each : List.of(one, two)) {
            assertTrue(site.platform.awaitHealthy(each, TestSite.HEALTH).healthy());
        }
        site.route(one, two);
    }

    @AfterEach
    void remove() throws Exception {
        site.close();
    }

    @Test
    void aPostThatWasBegunIsNeverRepeated() throws Exception {
        var answer = send("POST", 60);
        kill(whereBegun());
        assertEquals(502, answer.get().statusCode(), "the visitor is told");
        assertEquals(1, begun());
    }

    @Test
    void aGetIsRepeatedOnTheOther() throws Exception {
        var answer = send("GET", 4);
        kill(whereBegun());
        assertEquals("slow", answer.get().body());
        assertEquals(2, begun());
    }

    @Test
    void aPostOfWhichNothingWasSentGoesToTheOther() throws Exception {
        kill(one);
        for (int i = 0; i < 10; i++) {
            assertEquals("slow", send("POST", 0).get().body());
        }
        assertEquals(10, begun());
        assertEquals(10, begun(two));
    }

    private CompletableFuture<HttpResponse<String>> send(String method, int seconds) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port + "/cgi-bin/slow?" + seconds))
                .method(method, method.equals("POST") ? BodyPublishers.ofString("order=1") : BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(90))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    private Replica whereBegun() throws Exception {
        for (int i = 0; i < 500; i++) {
            for (var each : List.of(one, two)) {
                if (begun(each) > 0) {
                    return each;
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no replica got it");
    }

    private long begun() throws Exception {
        return begun(one) + begun(two);
    }

    private long begun(Replica replica) throws Exception {
        return site.platform
                .readLog(replica.id(), LogPosition.START, 64 * 1024)
                .text()
                .lines()
                .filter(line -> line.startsWith("begun "))
                .count();
    }

    private void kill(Replica replica) throws Exception {
        site.engine.client().killContainerCmd(replica.id().value()).exec();
    }
}
