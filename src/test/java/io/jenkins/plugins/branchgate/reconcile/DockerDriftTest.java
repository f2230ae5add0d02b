package io.jenkins.plugins.branchgate.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.deploy.DockerStage;
import io.jenkins.plugins.branchgate.deploy.Pages;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone changes by hand on the real engine is found, named and put right, while visitors are answered. */
@Tag("docker")
class DockerDriftTest {

    private static final int MOST_PASSES = 150;
    private static final String SECRET = "hunter2-secret";

    private DockerStage stage;
    private Reconciler reconciler;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage = new DockerStage(folder);
        reconciler = new Reconciler(stage.site, stage.ledger(), stage.deployer(), environment -> stage.platform);
        stage.deploy(stage.request(Pages.of(1, "index.html", "release 1"), stage.environment(2, Duration.ZERO)));
        settle();
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void releasesThatWereChangedInPlaceAreReplaced() throws Exception {
        try (var visitors = new Watching(stage)) {
            docker("update", "--restart=on-failure", release(0));
            docker("network", "connect", "bridge", release(0));
            docker("update", "--memory=300m", "--memory-swap=300m", release(1));
            heal();
            assertFound(
                    "restart policy: expected always, found on-failure",
                    "networks: expected " + network() + ", found " + network() + ", bridge",
                    "limits: expected none, found 300 MiB");
            docker("pause", release(1));
            heal();
            assertFound("stopped: paused");
            assertEquals(List.of(), visitors.failures());
        }
    }

    @Test
    void releasesThatWereMadeAgainWithOtherSettingsAreReplaced() throws Exception {
        try (var visitors = new Watching(stage)) {
            recreate("-e", "DB_PASSWORD=" + SECRET, "-v", "/srv:/usr/local/apache2/htdocs:ro", "--user", "0:0");
            heal();
            assertFound(
                    "environment variables: expected the image's, but DB_PASSWORD was added",
                    "mounts: expected none, found /srv → /usr/local/apache2/htdocs",
                    "user: expected none, found 0:0");
            recreate("-p", DockerStage.freePort() + ":80", "--tmpfs", "/scratch");
            heal();
            assertFound(
                    "ports: expected none, found ",
                    "privileges: expected none, found new privileges allowed",
                    "mounts: expected none, found tmpfs → /scratch");
            assertEquals(List.of(), visitors.failures());
        }
        assertFalse(String.join("\n", seen).contains(SECRET), "a secret was told");
        assertFalse(healed().contains(SECRET), "a secret was recorded");
        assertTrue(healed().contains("DB_PASSWORD was added"), healed());
    }

    @Test
    void anEdgeIsMendedWhileItServesOrElseMadeAgain() throws Exception {
        String before = edge();
        try (var visitors = new Watching(stage)) {
            docker("update", "--restart=no", before);
            docker("network", "connect", "bridge", before);
            heal();
            assertFound(
                    "the edge's restart policy: expected always, found no",
                    "the edge's networks: expected " + network());
            assertEquals(before, edge(), "it was mended and not replaced");
            assertEquals(List.of(), visitors.failures());
        }
        docker("update", "--memory=300m", "--memory-swap=300m", before);
        heal();
        assertFound("the edge's limits: expected none, found 300 MiB");
        assertNotEquals(before, edge());
    }

    @Test
    void whatCarriesNoLabelsOfOursIsNeverTouched() throws Exception {
        String stranger = docker("run", "-d", "--network", network(), "httpd:2.4");
        String fromOurImage = docker(
                "run", "-d", "--network", network(), replicas().get(0).digest().value());
        try {
            String pretender = docker(
                    "run",
                    "-d",
                    "--label",
                    "io.jenkins.branch-gate.site=" + stage.site,
                    "--label",
                    "io.jenkins.branch-gate.environment=qa",
                    "--label",
                    "io.jenkins.branch-gate.role=release",
                    "--network",
                    network(),
                    "--name",
                    "pretender-" + stage.site,
                    "httpd:2.4");
            heal();
            assertFound("pretender-" + stage.site + " carries labels of Branch Gate, which did not make it");
            assertFalse(docker("ps", "-aq", "--no-trunc").contains(pretender));
            assertEquals("true", docker("inspect", "-f", "{{.State.Running}}", stranger));
            assertEquals("true", docker("inspect", "-f", "{{.State.Running}}", fromOurImage));
        } finally {
            docker("rm", "-f", stranger, fromOurImage);
        }
    }

    private List<Replica> replicas() throws Exception {
        return stage.platform.replicas(stage.place);
    }

    private String release(int number) throws Exception {
        return replicas().get(number).id().value();
    }

    private String network() {
        return "branch-gate-" + stage.site + "-qa";
    }

    private String edge() throws Exception {
        return docker(
                "ps",
                "-q",
                "--filter",
                "label=io.jenkins.branch-gate.site=" + stage.site,
                "--filter",
                "label=io.jenkins.branch-gate.role=edge");
    }

    /** As tools do that make a container again under its labels. */
    private void recreate(String... with) throws Exception {
        var replica = replicas().get(0);
        String labels = docker(
                "inspect",
                "-f",
                "{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}\n{{end}}",
                replica.id().value());
        docker("rm", "-f", replica.id().value());
        var command = new ArrayList<String>(List.of("run", "-d", "--network", network(), "--restart=always"));
        for (String label : labels.lines().toList()) {
            if (label.startsWith("io.jenkins.branch-gate.")) {
                command.addAll(List.of("--label", label));
            }
        }
        command.addAll(List.of(with));
        command.add(replica.digest().value());
        docker(command.toArray(String[]::new));
    }

    private void heal() throws Exception {
        seen.clear();
        settle();
        assertEquals("release 1", stage.get("/").body());
        assertEquals(2, replicas().size());
        assertEquals(2, stage.platform.edge(stage.place).routed().size());
        for (var replica : replicas()) {
            assertEquals(List.of(), replica.drift());
        }
    }

    private void settle() throws Exception {
        for (int i = 0; i < MOST_PASSES; i++) {
            var wait = reconciler.pass(Instant.now());
            var status = reconciler.status().get(0);
            seen.add(status.words());
            if (wait.equals(Reconciler.CALM) && status.health() == Health.HEALTHY) {
                return;
            }
            Thread.sleep(Reconciler.SOON.toMillis());
        }
        throw new AssertionError("not settled: " + reconciler.status().get(0).words());
    }

    private void assertFound(String... findings) {
        for (String finding : findings) {
            assertTrue(seen.stream().anyMatch(words -> words.contains(finding)), finding + " not in " + seen);
        }
    }

    private String healed() throws Exception {
        return stage.ledger().view().entries(1, 1000).stream()
                .filter(entry -> entry.event() instanceof EnvironmentHealed)
                .map(entry -> ((EnvironmentHealed) entry.event()).detail())
                .collect(Collectors.joining("\n"));
    }

    private static String docker(String... arguments) throws Exception {
        var command = new ArrayList<String>(List.of("docker"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertEquals(0, process.waitFor(), command + ": " + output);
        return output;
    }

    /** Visitors who ask all the time. */
    private static final class Watching implements AutoCloseable {
        private final List<String> failures = new ArrayList<>();
        private final Thread thread;
        private volatile boolean over;

        Watching(DockerStage stage) {
            thread = new Thread(() -> {
                while (!over) {
                    try {
                        var answer = stage.get("/");
                        if (answer.statusCode() != 200) {
                            fail("HTTP " + answer.statusCode());
                        }
                        Thread.sleep(5);
                    } catch (Exception e) {
                        fail(e.toString());
                    }
                }
            });
            thread.start();
        }

        private synchronized void fail(String why) {
            failures.add(why);
        }

        synchronized List<String> failures() {
            return List.copyOf(failures);
        }

        @Override
        public void close() throws InterruptedException {
            over = true;
            thread.join();
        }
    }
}
