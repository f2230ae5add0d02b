package io.jenkins.plugins.branchgate.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final List<Duration> WAITS = List.of(Duration.ofMillis(1), Duration.ofMillis(1));

    private record Received(String path, Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            var values = headers.get(name);
            return values == null ? null : values.get(0);
        }
    }

    private record Answer(int status, String location) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes()));
        var answer = answers.isEmpty() ? new Answer(204, null) : answers.remove();
        if (answer.location() != null) {
            exchange.getResponseHeaders().set("Location", answer.location());
        }
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    @Test
    void aReceiverBehindAProxyIsReachedThroughIt() throws Exception {
        var client = Webhook.client(ProxySelector.of(server.getAddress()), null);
        new Webhook("http://chat.example.invalid/hook", "s3cret", WAITS, Clock.systemUTC(), client)
                .send(notification());
        assertEquals("http://chat.example.invalid/hook", received.get(0).path());
    }

    private String url(String host) {
        return "http://" + host + ":" + server.getAddress().getPort() + "/hook?token=hidden";
    }

    private Webhook webhook(String key) {
        return new Webhook(url("127.0.0.1"), key, WAITS, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Notification notification() {
        return new Notification(
                NotificationKind.APPROVAL_OPENED,
                new SiteId("site-1"),
                new EnvironmentName("qa"),
                NOW,
                "Approve developer\r\nBcc: everyone@example.org",
                "Three commits wait.",
                null,
                Map.of("commit", "a".repeat(40)));
    }

    @Test
    @Timeout(60)
    void anAnswerWithoutEndIsNotRead() throws Exception {
        var cut = new CountDownLatch(1);
        server.createContext("/endless", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                while (true) {
                    body.write(new byte[64 * 1024]);
                    body.flush();
                }
            } catch (IOException e) {
                cut.countDown();
            }
        });
        new Webhook("http://127.0.0.1:" + server.getAddress().getPort() + "/endless", null, WAITS, Clock.systemUTC())
                .send(notification());
        cut.await();
    }

    @Test
    void theReceiverCanVerifyWhoSentItAndWhen() throws Exception {
        webhook("s3cret").send(notification());

        var request = received.get(0);
        assertEquals("approval-opened", request.header("X-branch-gate-event"));
        assertEquals(Long.toString(NOW.getEpochSecond()), request.header("X-branch-gate-timestamp"));
        assertEquals(WebhookSignature.of("s3cret", NOW, request.body()), request.header("X-branch-gate-signature"));
        assertFalse(
                WebhookSignature.of("other", NOW, request.body()).equals(request.header("X-branch-gate-signature")));
        assertFalse(WebhookSignature.of("s3cret", NOW.plusSeconds(1), request.body())
                .equals(request.header("X-branch-gate-signature")));
        var json = new ObjectMapper().readTree(request.body());
        assertEquals("qa", json.get("environment").asText());
        assertEquals("a".repeat(40), json.get("facts").get("commit").asText());
        assertTrue(json.get("url").isNull());
    }

    @Test
    void theSignatureIsTheStandardHmac() {
        // RFC 4231, test case 2, has the key "Jefe"; here the message carries the timestamp in front, so computed once
        // with `printf '0.what do ya want for nothing?' | openssl dgst -sha256 -hmac Jefe`.
        assertEquals(
                "sha256=37f471929915ccd2cbbe79feb84ffcff4f2bb25e15fc41c2506687331ae179cc",
                WebhookSignature.of("Jefe", Instant.EPOCH, "what do ya want for nothing?".getBytes()));
    }

    @Test
    void withoutAKeyThereIsNoSignature() throws Exception {
        webhook(null).send(notification());
        assertNull(received.get(0).header("X-branch-gate-signature"));
    }

    @Test
    void aLineBreakInASubjectCannotBecomeAHeader() {
        assertEquals(
                "Approve developer Bcc: everyone@example.org", notification().subject());
    }

    @Test
    void aBusyReceiverIsTriedAgainWithTheSameDelivery() throws Exception {
        answers.add(new Answer(503, null));
        answers.add(new Answer(429, null));
        webhook("k").send(notification());
        assertEquals(3, received.size());
        assertEquals(
                1,
                received.stream()
                        .map(r -> r.header("X-branch-gate-delivery"))
                        .distinct()
                        .count());
    }

    @Test
    void aReceiverThatStaysBusyIsGivenUp() {
        for (int i = 0; i < 5; i++) {
            answers.add(new Answer(500, null));
        }
        var e = assertThrows(WebhookException.class, () -> webhook("k").send(notification()));
        assertEquals(3, received.size());
        assertTrue(e.getMessage().contains("3 tries"), e.getMessage());
        assertFalse(e.getMessage().contains("hidden"), e.getMessage());
    }

    @Test
    void aRefusalIsFinal() {
        answers.add(new Answer(400, null));
        var e = assertThrows(WebhookException.class, () -> webhook("k").send(notification()));
        assertEquals(1, received.size());
        assertTrue(e.getMessage().contains("HTTP 400"), e.getMessage());
    }

    @Test
    void nobodyListeningIsSaid() {
        server.stop(0);
        var e = assertThrows(WebhookException.class, () -> webhook("k").send(notification()));
        assertTrue(e.getMessage().contains("could not be reached"), e.getMessage());
    }

    @Test
    void redirectsStayOnTheReceiversHost() throws Exception {
        answers.add(new Answer(307, "/moved"));
        webhook("k").send(notification());
        assertEquals("/moved", received.get(1).path());

        received.clear();
        answers.add(new Answer(307, url("localhost")));
        assertThrows(WebhookException.class, () -> webhook("k").send(notification()));
        assertEquals(1, received.size(), "another host name is another host");
    }

    @Test
    void endlessRedirectsEnd() {
        for (int i = 0; i < 10; i++) {
            answers.add(new Answer(308, "/again"));
        }
        assertThrows(WebhookException.class, () -> webhook("k").send(notification()));
        assertEquals(4, received.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "chat", "file:///etc/passwd", "ftp://a/b", "http://user:pw@host/", "http:///x", "http://a b/"
            })
    void otherUrlsAreRefused(String url) {
        assertThrows(InvalidValueException.class, () -> new Webhook(url, null, WAITS, Clock.systemUTC()));
    }
}
