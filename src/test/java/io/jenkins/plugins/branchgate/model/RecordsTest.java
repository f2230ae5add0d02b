package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");
    private static final CommitId COMMIT = new CommitId("a".repeat(40));

    static Environment environment(int replicas, Duration drain) {
        return new Environment(
                new EnvironmentName("qa"),
                new BranchName("developer"),
                new Port(8081),
                replicas,
                null,
                HealthCheck.DEFAULT,
                drain,
                Duration.ZERO,
                GateRule.OPEN);
    }

    private static Release release() {
        return new Release(
                new ReleaseId("aaaaaaaaaaaa"),
                COMMIT,
                new TreeId("b".repeat(40)),
                new ImageRef("branch-gate/site:aaaaaaaaaaaa"),
                new ImageDigest("sha256:" + "c".repeat(64)),
                NOW);
    }

    private static Deployment deployment() {
        return new Deployment(
                DeploymentId.create(NOW),
                environment(2, Duration.ofSeconds(10)),
                DeploymentKind.DEPLOY,
                COMMIT,
                release(),
                Admission.OPEN,
                null,
                "dev",
                null,
                List.of(
                        new PhaseTime(Phase.BUILD, NOW),
                        new PhaseTime(Phase.START, NOW.plusMillis(40)),
                        new PhaseTime(Phase.PROBE, NOW.plusMillis(100))),
                null,
                new Traffic(3, 0),
                TargetId.ofDocker("7TZZ:JJ2K"));
    }

    private static Approval approval() {
        var vote = new Vote("qa1", "Quinn", Verdict.APPROVE, NOW, Channel.PAGE, "fine", List.of("looked at it"));
        return new Approval(
                ApprovalId.create(NOW),
                ApprovalState.PENDING,
                new EnvironmentName("qa"),
                new BranchName("developer"),
                new BranchName("master"),
                release(),
                COMMIT,
                null,
                List.of("index.html"),
                ApprovalTerms.defaults(),
                Set.of("dev@example.org"),
                "dev",
                null,
                NOW,
                List.of(vote, vote),
                null,
                null,
                null,
                null);
    }

    @Test
    void recordsComeBackFromJsonUnchanged() throws Exception {
        assertEquals(
                deployment().phases(), reread(deployment(), Deployment.class).phases());
        var approval = approval();
        assertEquals(approval, reread(approval, Approval.class));
        var deployment = deployment();
        assertEquals(deployment, reread(deployment, Deployment.class));
    }

    @Test
    void fieldsOfANewerVersionDoNotStopAnOlderReader() throws Exception {
        var tree = (com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(JSON.writeValueAsString(release()));
        tree.put("signedBy", "someone");
        assertEquals(release(), JSON.treeToValue(tree, Release.class));
    }

    @Test
    void recordsCrossTheChannelToAnAgent() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(List.of(deployment().release(), approval()));
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(release(), ((List<?>) in.readObject()).get(0));
        }
    }

    @Test
    void aDeploymentKnowsItsPhaseAndHowLongEachTook() {
        var deployment = deployment();
        assertEquals(Phase.PROBE, deployment.phase());
        assertEquals(NOW, deployment.startedAt());
        assertFalse(deployment.isFinished());
        assertEquals(Duration.ofMillis(40), deployment.durations().get(Phase.BUILD));
        assertEquals(Duration.ofMillis(60), deployment.durations().get(Phase.START));
        assertEquals(2, deployment.durations().size(), "a phase that is under way has no duration");
    }

    @Test
    void onePersonVotingTwiceIsOneApproval() {
        assertEquals(1, approval().approvals());
    }

    @Test
    void rangesAreChecked() {
        assertThrows(InvalidValueException.class, () -> environment(0, Duration.ZERO));
        assertThrows(InvalidValueException.class, () -> environment(33, Duration.ZERO));
        assertThrows(InvalidValueException.class, () -> environment(1, Duration.ofHours(2)));
        assertThrows(InvalidValueException.class, () -> environment(1, Duration.ofMillis(-1)));
        assertThrows(InvalidValueException.class, () -> new Approvers(Set.of(), Set.of(), 0, false));
        var path = new HttpPath("/");
        assertThrows(
                InvalidValueException.class,
                () -> new HealthCheck(path, 400, 200, Duration.ofMillis(50), Duration.ofSeconds(1)));
        assertThrows(
                InvalidValueException.class,
                () -> new HealthCheck(path, 200, 600, Duration.ofMillis(50), Duration.ofSeconds(1)));
        var message = assertThrows(
                        InvalidValueException.class,
                        () -> new HealthCheck(path, 200, 299, Duration.ofMillis(1), Duration.ofSeconds(1)))
                .getMessage();
        assertTrue(message.contains("1 ms") && message.contains("10 ms"), message);
    }

    @Test
    void idsSortByTheirInstantAndDoNotRepeat() {
        var first = DeploymentId.create(NOW);
        var later = DeploymentId.create(NOW.plusMillis(1));
        assertTrue(first.value().compareTo(later.value()) < 0);
        assertFalse(first.equals(DeploymentId.create(NOW)), "two in the same millisecond differ");
    }

    private static <T> T reread(T value, Class<T> type) throws Exception {
        return JSON.readValue(JSON.writeValueAsString(value), type);
    }
}
