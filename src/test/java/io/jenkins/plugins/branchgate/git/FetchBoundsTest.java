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
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A remote decides what it sends, but not how much of it is taken, nor where else is asked. */
class FetchBoundsTest {

    private static final ReadLimits.Fetching USUAL = ReadLimits.USUAL.fetching();

    @TempDir
    private Path folder;

    private TestRemote remote;
    private GitHttpServer server;
    private HttpServer plain;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
        server = new GitHttpServer(folder, "qa", "s3cret", pushed -> {});
        plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plain.start();
    }

    @AfterEach
    void close() {
        server.close();
        plain.stop(0);
    }

    private Remote http() {
        return new Remote(server.url("site.git").toString(), new GitCredentials.UserPassword("qa", "s3cret"));
    }

    private String plain(String path) {
        return "http://127.0.0.1:" + plain.getAddress().getPort() + path;
    }

    private SiteRepository open(Remote from, ReadLimits.Fetching fetching) throws Exception {
        return SiteRepository.open(
                folder.resolve("mirror"),
                from,
                Timeouts.USUAL,
                new ReadLimits(fetching, ReadLimits.USUAL.reading(), ReadLimits.USUAL.content()));
    }

    private String refusal(Remote from, ReadLimits.Fetching fetching) throws Exception {
        try (var repository = open(from, fetching)) {
            var refused = assertThrows(GitException.class, () -> repository.fetch(DEVELOPER));
            assertEquals(Reason.TOO_LARGE, refused.reason(), refused.getMessage());
            return refused.getMessage();
        }
    }

    private void large() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(17).nextBytes(noise);
        remote.checkout("developer");
        remote.write("noise", HexFormat.of().formatHex(noise));
        remote.commitAndPush("developer", "Noise");
    }

    @Test
    @DisplayName("A repository of terabytes is not fetched, by any transport")
    void bytes() throws Exception {
        large();
        var few = new ReadLimits.Fetching(
                USUAL.talkBytes(), 50_000, USUAL.objects(), USUAL.objectBytes(), USUAL.mirrorBytes());
        for (var from : new Remote[] {remote.address(), http()}) {
            assertTrue(refusal(from, few).contains("more than 50000 bytes of objects"));
            try (var repository = open(from, USUAL)) {
                assertThrows(GitException.class, () -> repository.commit(remote.tip("developer")));
                assertEquals(remote.tip("master"), repository.fetch(MASTER), "what is small enough is fetched");
            }
        }
        try (var repository = open(http(), USUAL)) {
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
        }
    }

    @Test
    @DisplayName("One huge file, though it compresses to nothing, is not fetched")
    void objectBytes() throws Exception {
        remote.checkout("developer");
        remote.write("zeros", "0".repeat(1_000_000));
        remote.commitAndPush("developer", "Zeros");
        var small = new ReadLimits.Fetching(
                USUAL.talkBytes(), USUAL.packBytes(), USUAL.objects(), 999_999, USUAL.mirrorBytes());
        for (var from : new Remote[] {remote.address(), http()}) {
            refusal(from, small);
        }
        var enough = new ReadLimits.Fetching(
                USUAL.talkBytes(), USUAL.packBytes(), USUAL.objects(), 1_000_000, USUAL.mirrorBytes());
        try (var repository = open(http(), enough)) {
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
        }
    }

    @Test
    @DisplayName("More objects than are taken, or than there are, are refused before there is room made for them")
    void objects() throws Exception {
        var few = new ReadLimits.Fetching(
                USUAL.talkBytes(), USUAL.packBytes(), 5, USUAL.objectBytes(), USUAL.mirrorBytes());
        for (var from : new Remote[] {remote.address(), http()}) {
            assertTrue(refusal(from, few).contains("objects, more than 5"));
        }
        var header = HexFormat.of().parseHex("5041434b" + "00000002" + "7fffffff");
        var intake = new ReceiveLimit(USUAL, new Deadline(Duration.ofMinutes(1)));
        var pack = intake.pack(new ByteArrayInputStream(header));
        assertTrue(assertThrows(LimitExceededException.class, pack::readAllBytes)
                .getMessage()
                .contains("2147483647 objects"));
    }

    @Test
    @DisplayName("Forced pushes do not fill the disk: a full mirror takes no more, and half of a pack is swept away")
    void fullMirror() throws Exception {
        var tiny = new ReadLimits.Fetching(USUAL.talkBytes(), USUAL.packBytes(), 1000, USUAL.objectBytes(), 10_000);
        try (var repository = open(remote.address(), tiny)) {
            var tip = repository.fetch(DEVELOPER);
            large();
            repository.fetch(DEVELOPER);
            assertTrue(assertThrows(GitException.class, () -> repository.fetch(DEVELOPER))
                    .getMessage()
                    .contains("more than 10000 bytes"));
            assertEquals(tip, repository.commit(tip).id(), "what is here is read all the same");
        }
        var half = Files.createFile(folder.resolve("mirror/objects/incoming_1.pack"));
        try (var repository = open(remote.address(), USUAL)) {
            repository.fetch(DEVELOPER);
            assertFalse(Files.exists(half));
        }
    }

    @Test
    @DisplayName("Only the refs needed are asked for; a server that names more than is kept is left")
    void refs() throws Exception {
        for (int i = 0; i < 300; i++) {
            remote.bareGit("update-ref", "refs/tags/" + "t".repeat(100) + i, "refs/heads/master");
        }
        var little = new ReadLimits.Fetching(
                20_000, USUAL.packBytes(), USUAL.objects(), USUAL.objectBytes(), USUAL.mirrorBytes());
        try (var repository = open(http(), little)) {
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
            var none = new BranchName("none");
            var missing = assertThrows(GitException.class, () -> repository.fetch(none));
            assertEquals(Reason.BRANCH_MISSING, missing.reason(), missing.getMessage());
        }
        for (int i = 0; i < 300; i++) {
            remote.bareGit("update-ref", "refs/heads/" + "b".repeat(100) + i, "refs/heads/master");
        }
        try (var repository = open(http(), little)) {
            var nowhere = new CommitId("0123456789012345678901234567890123456789");
            var refused = assertThrows(GitException.class, () -> repository.fetchCommit(nowhere, DEVELOPER));
            assertEquals(Reason.TOO_LARGE, refused.reason(), refused.getMessage());
        }
    }

    @Test
    @DisplayName("An answer that unpacks to gigabytes is counted as it unpacks")
    void zipBomb() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            zip.write("001e# service=git-upload-pack\n0000".getBytes());
            for (int i = 0; i < 3_000; i++) {
                String ref = "0".repeat(39) + "1 refs/heads/" + i + "x".repeat(900) + "\n";
                zip.write(String.format("%04x%s", ref.length() + 4, ref).getBytes());
            }
        }
        assertTrue(packed.size() < 100_000, packed.size() + " bytes");
        answer("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.size());
            exchange.getResponseBody().write(packed.toByteArray());
        });
        var some = new ReadLimits.Fetching(
                1_000_000, USUAL.packBytes(), USUAL.objects(), USUAL.objectBytes(), USUAL.mirrorBytes());
        refusal(Remote.of(plain("/site.git")), some);
    }

    @Test
    @DisplayName("A web server's repository that borrows from another server has nobody else asked")
    void dumbHttp() throws Exception {
        remote.bareGit("update-server-info");
        Files.writeString(remote.bare().resolve("objects/info/http-alternates"), plain("/other/objects/") + "\n");
        answer("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            var file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] content = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        });
        try (var repository = open(Remote.of(plain("/site.git")), USUAL)) {
            var refused = assertThrows(GitException.class, () -> repository.fetch(DEVELOPER));
            assertTrue(refused.getMessage().contains("smart HTTP"), refused.getMessage());
        }
        assertFalse(
                asked.stream().anyMatch(path -> path.contains("alternates") || path.contains("/other")),
                asked::toString);
    }

    @Test
    @DisplayName("A server that redirects to a file of the controller, or to another protocol, is not followed")
    void redirects() throws Exception {
        for (var to : new String[] {
            "file://" + remote.bare() + "/info/refs?service=git-upload-pack",
            remote.bare() + "/info/refs",
            "ssh://git@127.0.0.1:1/site.git/info/refs?service=git-upload-pack",
            "jar:file:///x!/info/refs?service=git-upload-pack",
            "ftp://127.0.0.1:1/site.git/info/refs?service=git-upload-pack"
        }) {
            answer("/", exchange -> {
                exchange.getResponseHeaders().set("Location", to);
                exchange.sendResponseHeaders(302, -1);
            });
            try (var repository = open(Remote.of(plain("/site.git")), USUAL)) {
                var refused = assertThrows(GitException.class, () -> repository.fetch(DEVELOPER), to);
                assertFalse(refused.getMessage().contains("<h1>"), refused.getMessage());
                assertThrows(GitException.class, () -> repository.commit(remote.tip("developer")));
            }
            plain.removeContext("/");
        }
    }

    private void answer(String path, Answer answer) {
        plain.createContext(path, exchange -> {
            try (exchange) {
                answer.to(exchange);
            }
        });
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }
}
