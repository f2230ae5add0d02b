package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.branchgate.acceptance.GitHttpServer;
import io.jenkins.plugins.branchgate.git.GitException.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Being let in over HTTP, through {@code git http-backend} behind a password. */
class HttpAccessTest {

    private static final GitCredentials RIGHT = new GitCredentials.UserPassword("qa", "s3cret");
    private static final GitCredentials WRONG = new GitCredentials.UserPassword("qa", "wr0ng");
    private static final Timeouts SHORT =
            new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));

    @TempDir
    private Path folder;

    private TestRemote remote;
    private GitHttpServer server;

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
        server = new GitHttpServer(folder, "qa", "s3cret", pushed -> {});
    }

    @AfterEach
    void close() {
        server.close();
    }

    private GitException failure(String url, GitCredentials credentials) throws Exception {
        try (var repository = SiteRepository.open(folder.resolve("mirror"), new Remote(url, credentials), SHORT)) {
            var failure = assertThrows(GitException.class, () -> repository.fetch(DEVELOPER));
            var all = new StringWriter();
            failure.printStackTrace(new PrintWriter(all));
            assertFalse(all.toString().contains("s3cret") || all.toString().contains("wr0ng"), all.toString());
            assertTrue(failure.getMessage().contains(repository.remote().url()), failure.getMessage());
            return failure;
        }
    }

    @Test
    void theRightPasswordLetsIn() throws Exception {
        try (var repository = SiteRepository.open(
                folder.resolve("mirror"), new Remote(server.url("site.git").toString(), RIGHT))) {
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
            remote.somebodyPushes("master", "x.html", "x\n");
            assertEquals(remote.tip("master"), repository.fetch(MASTER));
        }
    }

    @Test
    void aServerBehindAProxyIsReachedThroughIt() throws Exception {
        try (var proxy = new ForwardingProxy(server.url("site.git"), null);
                var repository = SiteRepository.open(
                        folder.resolve("mirror"),
                        new Remote("http://git.example.invalid/site.git", RIGHT),
                        proxy.as(null))) {
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
            assertEquals(Set.of("git.example.invalid"), proxy.asked);
        }
    }

    @Test
    void aProxyThatAsksForAPasswordGetsItsOwnAndTheServerTheOther() throws Exception {
        var answering = new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication("out", "pr0xy".toCharArray())
                        : null;
            }
        };
        try (var proxy = new ForwardingProxy(server.url("site.git"), "out:pr0xy");
                var repository = SiteRepository.open(
                        folder.resolve("mirror"),
                        new Remote("http://git.example.invalid/site.git", RIGHT),
                        proxy.as(answering))) {
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
        }
        try (var proxy = new ForwardingProxy(server.url("site.git"), "out:pr0xy");
                var repository = SiteRepository.open(
                        folder.resolve("mirror"),
                        new Remote("http://git.example.invalid/site.git", RIGHT),
                        proxy.as(null))) {
            assertThrows(GitException.class, () -> repository.fetch(DEVELOPER));
        }
    }

    /** A proxy for plain HTTP that asks one server, whatever it is asked for. */
    private static final class ForwardingProxy implements AutoCloseable {

        private final Set<String> asked = ConcurrentHashMap.newKeySet();
        private final HttpServer listening;
        private final URI server;
        private final String password;

        ForwardingProxy(URI server, String password) throws IOException {
            this.server = server;
            this.password = password;
            listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            listening.createContext("/", this::forward);
            listening.start();
        }

        HttpProxy as(Authenticator authenticator) {
            return new HttpProxy(ProxySelector.of(listening.getAddress()), authenticator);
        }

        private void forward(HttpExchange exchange) throws IOException {
            asked.add(exchange.getRequestURI().getHost());
            byte[] body = exchange.getRequestBody().readAllBytes();
            String shown = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            if (password != null
                    && !("Basic " + Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8)))
                            .equals(shown)) {
                exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"out\"");
                exchange.sendResponseHeaders(407, -1);
                exchange.close();
                return;
            }
            var there =
                    (HttpURLConnection) server.resolve(exchange.getRequestURI().getRawPath()
                                    + (exchange.getRequestURI().getRawQuery() == null
                                            ? ""
                                            : "?" + exchange.getRequestURI().getRawQuery()))
                            .toURL()
                            .openConnection(Proxy.NO_PROXY);
            there.setRequestMethod(exchange.getRequestMethod());
            for (var header : List.of("Authorization", "Content-Type", "Content-Encoding", "Accept", "Git-Protocol")) {
                String value = exchange.getRequestHeaders().getFirst(header);
                if (value != null) {
                    there.setRequestProperty(header, value);
                }
            }
            if (body.length > 0) {
                there.setDoOutput(true);
                there.getOutputStream().write(body);
            }
            int status = there.getResponseCode();
            for (var header : List.of("Content-Type", "WWW-Authenticate")) {
                if (there.getHeaderField(header) != null) {
                    exchange.getResponseHeaders().set(header, there.getHeaderField(header));
                }
            }
            byte[] answer = status < 400 ? there.getInputStream().readAllBytes() : new byte[0];
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        }

        @Override
        public void close() {
            listening.stop(0);
        }
    }

    @Test
    @DisplayName("bad input: a repository that asks for a password, and none was given")
    void noPassword() throws Exception {
        var failure = failure(server.url("site.git").toString(), new GitCredentials.None());
        assertEquals(Reason.CREDENTIALS_REFUSED, failure.reason());
        assertTrue(failure.getMessage().contains("asks for a user and password"), failure.getMessage());
    }

    @Test
    @DisplayName("bad input: a wrong password")
    void wrongPassword() throws Exception {
        var failure = failure(server.url("site.git").toString(), WRONG);
        assertEquals(Reason.CREDENTIALS_REFUSED, failure.reason());
        assertTrue(
                failure.getMessage().contains("refused the password (or token) of user \"qa\""), failure.getMessage());
    }

    @Test
    void noRepositoryThere() throws Exception {
        assertEquals(
                Reason.REPOSITORY_MISSING,
                failure(server.url("other.git").toString(), RIGHT).reason());
    }

    @Test
    void emptyRepositoryThere() throws Exception {
        new TestRemote(folder, "empty");
        assertEquals(
                Reason.REPOSITORY_EMPTY,
                failure(server.url("empty.git").toString(), RIGHT).reason());
    }

    @Test
    void nobodyThere() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var failure = failure("http://127.0.0.1:" + port + "/site.git", RIGHT);
        assertEquals(Reason.UNREACHABLE, failure.reason());
        assertTrue(failure.getMessage().contains("nothing answers there"), failure.getMessage());
        failure = failure("http://no-such-host.invalid/site.git", RIGHT);
        assertEquals(Reason.UNREACHABLE, failure.reason());
        assertTrue(failure.getMessage().contains("host name is not known"), failure.getMessage());
    }

    @Test
    void aServerThatSaysNothingIsGivenUpOn() throws Exception {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var failure = failure("http://127.0.0.1:" + silent.getLocalPort() + "/site.git", RIGHT);
            assertEquals(Reason.UNREACHABLE, failure.reason());
            assertTrue(failure.getMessage().contains("in time"), failure.getMessage());
        }
    }

    @Test
    void aServerThatTricklesIsGivenUpOn() throws Exception {
        var trickle = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        trickle.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                body.write("001e# service=git-upload-pack\n0000ffff".getBytes());
                for (int i = 0; i < 100; i++) {
                    body.write('x');
                    body.flush();
                    Thread.sleep(200);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        trickle.start();
        try {
            var failure = failure("http://127.0.0.1:" + trickle.getAddress().getPort() + "/site.git", RIGHT);
            assertEquals(Reason.UNREACHABLE, failure.reason());
            assertTrue(failure.getMessage().contains("longer than the 2 s allowed"), failure.getMessage());
        } finally {
            trickle.stop(0);
        }
    }

    @Test
    void anyOtherWebsiteIsNoRepository() throws Exception {
        var website = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        website.createContext("/", exchange -> {
            byte[] page = "<html>hello</html>".getBytes();
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        website.start();
        try {
            failure("http://127.0.0.1:" + website.getAddress().getPort() + "/", new GitCredentials.None());
        } finally {
            website.stop(0);
        }
    }

    @Test
    void aRedirectToAnotherServerGetsNoCredentials() throws Exception {
        Queue<String> shown = new ConcurrentLinkedQueue<>();
        var thief = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        thief.createContext("/", exchange -> {
            shown.add("asked");
            if (exchange.getRequestHeaders().containsKey("Authorization")) {
                shown.add("shown");
            }
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"gotcha\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        thief.start();
        var redirecting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        redirecting.createContext("/", exchange -> {
            var to = "http://localhost:" + thief.getAddress().getPort() + exchange.getRequestURI();
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        redirecting.start();
        try {
            String url = "http://127.0.0.1:" + redirecting.getAddress().getPort() + "/site.git";
            var failure = failure(url, RIGHT);
            assertTrue(failure.getMessage().contains("redirects to http://localhost:"), failure.getMessage());
            assertTrue(shown.isEmpty(), shown.toString());
            assertEquals(
                    Reason.CREDENTIALS_REFUSED,
                    failure(url, new GitCredentials.None()).reason());
            assertFalse(shown.contains("shown"), shown.toString());
        } finally {
            redirecting.stop(0);
            thief.stop(0);
        }
    }

    @Test
    @ResourceLock("org.eclipse.jgit.util.SystemReader")
    void theUsersGitConfigurationAddsNoHeadersAndNoRedirects() throws Exception {
        var hostile = folder.resolve("gitconfig");
        Files.writeString(hostile, "[http]\n extraHeader = X-Leak: s3cret\n followRedirects = false\n");
        Queue<String> headers = new ConcurrentLinkedQueue<>();
        var before = SystemReader.getInstance();
        SystemReader.setInstance(new UserConfig(before, hostile.toFile()));
        var redirecting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        redirecting.createContext("/", exchange -> {
            headers.addAll(exchange.getRequestHeaders().keySet());
            var to =
                    server.url("site.git") + exchange.getRequestURI().toString().substring("/site.git".length());
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        redirecting.start();
        try {
            String url = "http://127.0.0.1:" + redirecting.getAddress().getPort() + "/site.git";
            var failure = failure(url, new GitCredentials.None());
            assertEquals(Reason.CREDENTIALS_REFUSED, failure.reason(), failure.getMessage());
            assertFalse(headers.isEmpty());
            assertFalse(headers.contains("X-leak"), headers.toString());
        } finally {
            redirecting.stop(0);
            SystemReader.setInstance(before);
        }
    }

    @Test
    void credentialsGoToTheSameServerAndItsHttpsSideOnly() throws Exception {
        assertTrue(mayGo("http://h/x", "http://H/y"));
        assertTrue(mayGo("http://h/x", "https://h/y"));
        assertTrue(mayGo("https://h:443/x", "https://h/y"));
        assertFalse(mayGo("http://h/x", "http://i/x"));
        assertFalse(mayGo("http://h/x", "http://h:81/x"));
        assertFalse(mayGo("https://h/x", "http://h/x"));
        assertFalse(mayGo("http://h:8080/x", "https://h/x"));
    }

    private static boolean mayGo(String from, String to) throws Exception {
        return HttpConnections.mayGo(new java.net.URL(from), new java.net.URL(to));
    }
}
