package io.jenkins.plugins.branchgate.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.LogPart;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptLogsTest {

    private static final EnvironmentName QA = new EnvironmentName("qa");

    private Path folder;
    private KeptLogs logs;

    @BeforeEach
    void open(@TempDir Path temporary) {
        folder = temporary.resolve("logs");
        logs = new KeptLogs(folder, Clock.systemUTC());
    }

    @Test
    void whatWasKeptIsReadAgainCleaned() throws Exception {
        logs.keep(replica(1, "c1", 0), new LogPart("one\n\u001b[31mtwo\0\n", LogPosition.START, true));
        var about = logs.of(QA, deployment(1)).get(0);
        assertEquals("c1", about.replica());
        assertEquals("shop-c1", about.name());
        assertTrue(about.cut());
        assertEquals(Optional.of("one\ntwo\uFFFD\n"), text(1, "c1"));
    }

    @Test
    void keepingOnceMoreReplaces() throws Exception {
        keep(1, "c1", "one\n");
        keep(1, "c1", "one\ntwo\n");
        assertEquals(Optional.of("one\ntwo\n"), text(1, "c1"));
        assertEquals(1, logs.of(QA, deployment(1)).size());
    }

    @Test
    void aTroubleTakesThePlaceOfNothingThatWasKept() throws Exception {
        keep(1, "c1", "one\n");
        logs.keepTrouble(replica(1, "c1", 0), "the engine does not answer");
        assertEquals(Optional.of("one\n"), text(1, "c1"));
        logs.keepTrouble(replica(1, "c2", 1), "the engine does not answer");
        assertEquals(
                "the engine does not answer", logs.of(QA, deployment(1)).get(1).trouble());
    }

    @Test
    void whatACrashLeftHalfWrittenIsNotShownAndNotKept() throws Exception {
        keep(1, "c1", "one\n");
        var home = folder.resolve("qa/" + deployment(1));
        Files.writeString(home.resolve("c2.log.new"), "{\"repl");
        Files.writeString(home.resolve("c3.log"), "no JSON\n");
        assertEquals(1, logs.of(QA, deployment(1)).size());
        keep(1, "c2", "two\n");
        assertFalse(Files.exists(home.resolve("c2.log.new")));
    }

    @Test
    void ofWhatAnEngineSaysOfAContainerOnlyTheBeginningIsKept() throws Exception {
        var told = replica(1, "c1", 0);
        var boasting = new Replica(
                told.id(),
                "n".repeat(1_000_000),
                told.place(),
                told.release(),
                told.commit(),
                told.digest(),
                told.deployment(),
                0,
                true,
                false,
                told.startedAt(),
                "d".repeat(1_000_000));
        logs.keepTrouble(boasting, "t".repeat(1_000_000));
        var about = logs.of(QA, deployment(1)).get(0);
        assertEquals("n".repeat(300), about.name());
        assertEquals("d".repeat(300), about.state());
        assertEquals("t".repeat(2000), about.trouble());
    }

    /** An agent may send more than it was asked for. */
    @Test
    void noMoreIsKeptThanWasAskedFor() throws Exception {
        var part = new LogPart("x".repeat(1000) + "y\uD83D\uDE00", LogPosition.START, false);
        assertEquals(part, part.last(1003));
        assertEquals("y\uD83D\uDE00", part.last(3).text());
        assertTrue(part.last(3).cut());
        assertEquals("", part.last(1).text());
    }

    @Test
    void nothingIsKeptOfADeploymentNobodyKnows() throws Exception {
        assertEquals(0, logs.of(QA, deployment(7)).size());
        assertEquals(Optional.empty(), text(7, "c1"));
    }

    @Test
    void theOldestDeploymentsGo() throws Exception {
        for (int i = 1; i <= LogRetention.MOST_DEPLOYMENTS + 2; i++) {
            keep(i, "c" + i, "text\n");
        }
        assertEquals(Optional.empty(), text(2, "c2"));
        assertEquals(Optional.of("text\n"), text(3, "c3"));
        try (var left = Files.list(folder.resolve("qa"))) {
            assertEquals(LogRetention.MOST_DEPLOYMENTS, left.count());
        }
    }

    @Test
    void anEnvironmentTakesNoRoomFromAnother() throws Exception {
        logs.keep(
                replica(new EnvironmentName("production"), 1, "p", 0), new LogPart("text\n", LogPosition.START, false));
        for (int i = 2; i <= LogRetention.MOST_DEPLOYMENTS + 3; i++) {
            keep(i, "c" + i, "text\n");
        }
        assertEquals(
                Optional.of("text\n"), logs.text(new EnvironmentName("production"), deployment(1), new ReplicaId("p")));
    }

    @Test
    void ofOneDeploymentTheOldestContainersGo() throws Exception {
        for (int i = 0; i <= LogRetention.MOST_REPLICAS; i++) {
            keep(1, "c" + i, "text\n");
            Files.setLastModifiedTime(
                    folder.resolve("qa/" + deployment(1) + "/c" + i + ".log"), FileTime.fromMillis(1000L * i));
        }
        keep(1, "newest", "text\n");
        assertEquals(LogRetention.MOST_REPLICAS, logs.of(QA, deployment(1)).size());
        assertEquals(Optional.empty(), text(1, "c0"));
        assertEquals(Optional.of("text\n"), text(1, "newest"));
    }

    @Test
    void theBytesOfAllAreBounded() throws Exception {
        String big = "x".repeat((int) (LogRetention.MOST_BYTES / 4));
        for (int i = 1; i <= 6; i++) {
            keep(i, "c" + i, big);
        }
        assertEquals(Optional.empty(), text(1, "c1"));
        assertEquals(Optional.of(big), text(6, "c6"));
        try (var left = Files.walk(folder)) {
            long bytes = left.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertTrue(bytes <= LogRetention.MOST_BYTES, bytes + " bytes");
        }
    }

    private void keep(int deployment, String id, String text) throws Exception {
        logs.keep(replica(deployment, id, 0), new LogPart(text, LogPosition.START, false));
    }

    private Optional<String> text(int deployment, String id) throws Exception {
        return logs.text(QA, deployment(deployment), new ReplicaId(id));
    }

    private static DeploymentId deployment(int number) {
        return new DeploymentId(String.format("20260301-%06d", number));
    }

    private static Replica replica(int deployment, String id, int index) {
        return replica(QA, deployment, id, index);
    }

    private static Replica replica(EnvironmentName environment, int deployment, String id, int index) {
        return new Replica(
                new ReplicaId(id),
                "shop-" + id,
                new EnvironmentKey(new SiteId("shop-1a2b3c4d"), environment),
                new ReleaseId("0123456789ab"),
                new CommitId("0123456789abcdef0123456789abcdef01234567"),
                new ImageDigest("sha256:" + "0".repeat(64)),
                deployment(deployment),
                index,
                true,
                false,
                Instant.EPOCH,
                "running");
    }
}
