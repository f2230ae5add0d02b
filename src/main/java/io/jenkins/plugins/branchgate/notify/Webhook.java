package io.jenkins.plugins.branchgate.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Posts notifications as JSON to one receiver. A connection error, a time-out, a 429 or a 5xx is tried again after each
 * of the waits; any other refusal is final. Redirects are followed within the receiver's own host, scheme and port and
 * nowhere else, so that a receiver cannot make the controller call another machine. Safe for use by several threads;
 * {@link #send} blocks for as long as the waits and time-outs add up to.
 *
 * <p>Headers: {@code X-Branch-Gate-Event} (the kind's word), {@code X-Branch-Gate-Delivery} (the same id for every try
 * of one notification), {@code X-Branch-Gate-Timestamp} (seconds since 1970) and, with a key,
 * {@code X-Branch-Gate-Signature} as {@link WebhookSignature} has it.
 */
public final class Webhook {

    /** The waits before the second, third and fourth try. */
    public static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(60));

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int MOST_REDIRECTS = 3;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** One for all: each has threads of its own. */
    private static final HttpClient DIRECT = client(ProxySelector.of(null), null);

    private final URI receiver;
    private final String key;
    private final List<Duration> waits;
    private final Clock clock;
    private final HttpClient client;

    /**
     * What webhooks are posted through.
     *
     * @param proxies tells the proxy to a receiver
     * @param authenticator answers a proxy that asks for user and password; null if there is none that does
     */
    public static HttpClient client(ProxySelector proxies, Authenticator authenticator) {
        var client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxies);
        return authenticator == null
                ? client.build()
                : client.authenticator(authenticator).build();
    }

    /** As {@link #Webhook(String, String, List, Clock, HttpClient)}, without a proxy. */
    public Webhook(String url, String key, List<Duration> waits, Clock clock) {
        this(url, key, waits, clock, DIRECT);
    }

    /**
     * @param url the receiver: http or https, with a host and without user or password
     * @param key the shared secret, or null to send unsigned
     * @param waits how long to wait before each further try
     * @param clock tells the timestamp header
     * @param client from {@link #client}
     * @throws InvalidValueException if the URL is not as above
     */
    public Webhook(String url, String key, List<Duration> waits, Clock clock, HttpClient client) {
        this.receiver = parse(url);
        this.key = key;
        this.waits = List.copyOf(waits);
        this.clock = clock;
        this.client = client;
    }

    private static URI parse(String url) {
        try {
            var uri = new URI(url == null ? "" : url);
            String scheme = uri.getScheme();
            if (uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below, in the words used for every other refused value.
        }
        throw new InvalidValueException(
                "webhook URL",
                url,
                "an http or https URL with a host and without a user name, such as https://chat.example.org/hook");
    }

    /**
     * Delivers one notification.
     *
     * @throws WebhookException if the receiver refused it, or could not be reached on any try
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public void send(Notification notification) throws WebhookException, InterruptedException {
        byte[] body = body(notification);
        String delivery = UUID.randomUUID().toString();
        for (int attempt = 0; ; attempt++) {
            String refusal;
            IOException cause = null;
            try {
                int status = post(notification, body, delivery);
                if (status >= 200 && status < 300) {
                    return;
                }
                refusal = "answered HTTP " + status;
                if (status != 429 && status < 500) {
                    throw new WebhookException(
                            "The webhook receiver " + receiver.getHost() + " " + refusal + "; it is not tried again.",
                            null);
                }
            } catch (IOException e) {
                refusal = "could not be reached (" + e.getClass().getSimpleName() + ")";
                cause = e;
            }
            if (attempt == waits.size()) {
                throw new WebhookException(
                        "The webhook receiver " + receiver.getHost() + " " + refusal + " on each of " + (attempt + 1)
                                + " tries; the notification was dropped, deployments and approvals are unharmed.",
                        cause);
            }
            Thread.sleep(waits.get(attempt).toMillis());
        }
    }

    private int post(Notification notification, byte[] body, String delivery) throws IOException, InterruptedException {
        URI target = receiver;
        for (int hop = 0; ; hop++) {
            Instant now = clock.instant();
            var request = HttpRequest.newBuilder(target)
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "Branch-Gate")
                    .header("X-Branch-Gate-Event", notification.kind().word())
                    .header("X-Branch-Gate-Delivery", delivery)
                    .header("X-Branch-Gate-Timestamp", Long.toString(now.getEpochSecond()));
            if (key != null) {
                request.header("X-Branch-Gate-Signature", WebhookSignature.of(key, now, body));
            }
            var answer = client.send(
                    request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close(); // unread: it may have no end, which no time-out covers
            // Only these two keep method and body (RFC 9110, 15.4.8 and 15.4.9).
            boolean redirected = answer.statusCode() == 307 || answer.statusCode() == 308;
            var location = answer.headers().firstValue("Location");
            if (!redirected || location.isEmpty() || hop == MOST_REDIRECTS) {
                return answer.statusCode();
            }
            URI next;
            try {
                next = target.resolve(location.get());
            } catch (IllegalArgumentException e) {
                return answer.statusCode();
            }
            if (!sameOrigin(next)) {
                return answer.statusCode();
            }
            target = next;
        }
    }

    private boolean sameOrigin(URI next) {
        return receiver.getScheme().equalsIgnoreCase(next.getScheme())
                && receiver.getHost().equalsIgnoreCase(next.getHost())
                && receiver.getPort() == next.getPort();
    }

    private static byte[] body(Notification notification) {
        var json = JSON.createObjectNode();
        json.put("event", notification.kind().word());
        json.put("site", notification.site().value());
        json.put("environment", notification.environment().value());
        json.put("at", notification.at().toString());
        json.put("subject", notification.subject());
        json.put("text", notification.text());
        json.put("url", notification.url());
        var facts = json.putObject("facts");
        notification.facts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue()));
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts is always writable", e);
        }
    }
}
