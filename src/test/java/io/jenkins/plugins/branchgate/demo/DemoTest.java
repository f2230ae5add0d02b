package io.jenkins.plugins.branchgate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.branchgate.acceptance.GitHttpServer;
import io.jenkins.plugins.branchgate.git.TestRemote;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("docker")
class DemoTest {

    @TempDir
    private Path folder;

    private Path state;
    private Path json;
    private String qaPort;
    private String productionPort;
    private String said = "";

    @BeforeEach
    void ports() throws IOException {
        state = folder.resolve("state");
        json = folder.resolve("summary.json");
        try (var one = new ServerSocket(0);
                var other = new ServerSocket(0)) {
            qaPort = Integer.toString(one.getLocalPort());
            productionPort = Integer.toString(other.getLocalPort());
        }
    }

    @AfterEach
    void down() {
        assertEquals(0, demo("", "--down"), said);
        assertFalse(Files.exists(state));
    }

    private int demo(String answers, String... arguments) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = Demo.run(stream, stream, new BufferedReader(new StringReader(answers)), state, arguments);
        said = out.toString(StandardCharsets.UTF_8);
        return status;
    }

    /** Runs the demo on this test's ports. */
    private int run(String answers, String... more) {
        var arguments = new ArrayList<>(
                List.of("--qa-port", qaPort, "--production-port", productionPort, "--json", json.toString()));
        arguments.addAll(List.of(more));
        return demo(answers, arguments.toArray(String[]::new));
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(json.toFile());
    }

    private static String page(JsonNode environment) throws IOException {
        try (var page = URI.create(environment.get("url").asText()).toURL().openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @DisplayName(
            "the main job: developer to QA, approval, merge, production from the same digest; again with a new commit")
    void mainJob() throws Exception {
        assertEquals(0, run("", "--yes"), said);
        var first = summary();
        assertEquals(first.at("/qa/digest"), first.at("/production/digest"));
        assertEquals(first.get("mergeCommit"), first.at("/production/commit"));
        assertEquals("MERGED", first.at("/approval/state").asText());
        assertEquals("APPROVED", first.at("/production/admission").asText());
        assertTrue(first.at("/production/phases").has("SWITCH"));
        assertTrue(page(first.get("qa")).contains("Offer number 1"));
        assertEquals(page(first.get("qa")), page(first.get("production")));

        assertEquals(0, run("what?\na\n"), said);
        var second = summary();
        assertNotEquals(first.get("mergeCommit"), second.get("mergeCommit"));
        assertTrue(page(second.get("production")).contains("Offer number 2"));
        assertTrue(said.contains("Please answer a, r or q"), said);

        assertEquals(0, run("r\ntoo red\n"), said);
        assertEquals("REJECTED", summary().at("/approval/state").asText());
        assertTrue(page(second.get("production")).contains("Offer number 2"));
        assertTrue(page(second.get("qa")).contains("Offer number 3"));

        assertEquals(0, run(""), said);
        assertEquals("PENDING", summary().at("/approval/state").asText());
    }

    @Test
    void aRepositoryBehindAPasswordThatIsNeverShown() throws Exception {
        var remote = TestRemote.withSite(folder);
        try (var server = new GitHttpServer(folder, "qa", "s3cret", pushed -> {})) {
            String url = server.url("site.git").toString().replace("http://", "http://qa:s3cret@");
            assertEquals(0, run("", "--yes", "--repo", url), said);
            assertFalse(said.contains("s3cret"), said);
            assertEquals(
                    remote.tip("master").value(), summary().get("mergeCommit").asText());
            assertEquals("<h1>two</h1>\n", page(summary().get("production")));
            try (var files = Files.walk(folder)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    assertFalse(content.contains("s3cret"), file.toString());
                }
            }
            assertEquals(2, run("", "--yes", "--repo", url.replace("s3cret", "wr0ng")), said);
            assertTrue(said.contains("refused the password"), said);
            assertFalse(said.contains("wr0ng"), said);
        }
    }

    @Test
    void nothingToMergeStillDeploysProduction() throws Exception {
        var remote = TestRemote.withSite(folder);
        remote.git("push", "-q", "origin", "developer:master");
        var tip = remote.tip("master");
        assertEquals(0, run("", "--yes", "--repo", remote.bare().toString()), said);
        assertTrue(said.contains("nothing to merge"), said);
        assertEquals(tip, remote.tip("master"));
        assertEquals(tip.value(), summary().at("/production/commit").asText());
        assertEquals("<h1>two</h1>\n", page(summary().get("production")));
    }

    @Test
    void conflictsAreShownAndCannotBeApproved() throws Exception {
        var remote = TestRemote.withSite(folder);
        var tip = remote.somebodyPushes("master", "index.html", "<h1>three</h1>\n");
        assertEquals(1, run("", "--yes", "--repo", remote.bare().toUri().toString()), said);
        assertTrue(said.contains("conflicts in index.html"), said);
        assertEquals(tip, remote.tip("master"));
    }

    @Test
    @DisplayName("bad input: a repository or port that cannot be used, with nothing touched")
    void refused() throws Exception {
        new TestRemote(folder, "empty");
        for (var wrong : new String[][] {
            {folder.resolve("empty.git").toString(), "has no branch yet"},
            {folder.resolve("none.git").toString(), "There is no repository at"},
            {"ext::sh -c id", "Invalid repository address"}
        }) {
            assertEquals(2, run("", "--yes", "--repo", wrong[0]), said);
            assertTrue(said.contains(wrong[1]), said);
        }
        try (var taken = new ServerSocket(Integer.parseInt(qaPort))) {
            assertEquals(2, run("", "--yes"), said);
            assertTrue(said.contains("--qa-port"), said);
        }
        assertFalse(Files.exists(json));
    }
}
