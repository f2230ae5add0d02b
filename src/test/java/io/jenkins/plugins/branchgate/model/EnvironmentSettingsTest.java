package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.EnvironmentSettings.Difference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {
    private static EnvironmentSettings settings(String name, String branch, Integer port, String gate) {
        return new EnvironmentSettings(name, branch, port, null, null, null, null, null, null, gate, null, null, null);
    }

    @Test
    void theNameAloneIsEnoughForQaAndProduction() {
        var qa = settings("qa", null, null, null).environment();
        assertEquals(new BranchName("developer"), qa.branch());
        assertEquals(new Port(8081), qa.port());
        assertEquals(GateRule.OPEN, qa.gate());

        var production = settings("production", null, null, null).environment();
        assertEquals(new BranchName("master"), production.branch());
        assertEquals(new Port(8080), production.port());
        assertEquals(GateRule.APPROVED, production.gate());
        assertEquals(Duration.ofSeconds(30), production.watch());
    }

    @Test
    void anyOtherEnvironmentMustSayPortAndBranchAndIsGated() {
        var noPort = assertThrows(InvalidValueException.class, () -> settings("staging", "main", null, null)
                .environment());
        assertEquals(true, noPort.getMessage().startsWith("Invalid port of environment staging"), noPort.getMessage());
        assertThrows(InvalidValueException.class, () -> settings("staging", " ", 8082, null)
                .environment());
        assertEquals(
                GateRule.APPROVED,
                settings("staging", "main", 8082, null).environment().gate());
    }

    @Test
    void whatIsGivenWinsOverWhatIsConfigured() {
        var given = settings("qa", "next", null, null);
        var configured = settings("qa", "other", 9000, "approved");
        var both = given.orElse(configured).environment();
        assertEquals(new BranchName("next"), both.branch());
        assertEquals(new Port(9000), both.port());
        assertEquals(GateRule.APPROVED, both.gate());
    }

    @Test
    void aReleaseGoesAllAtOnceUnlessItIsToRoll() {
        assertEquals(3, replicas(3, null, null).batchSize());
        assertEquals(3, replicas(3, "allAtOnce", 2).batchSize());
        assertEquals(1, replicas(3, "rolling", null).batchSize());
        assertEquals(3, replicas(3, "rolling", 32).batchSize());
        assertThrows(InvalidValueException.class, () -> replicas(3, "canary", null));
        assertThrows(InvalidValueException.class, () -> replicas(3, "rolling", 0));
        assertThrows(InvalidValueException.class, () -> replicas(3, "rolling", 33));
    }

    private static Environment replicas(int replicas, String rollout, Integer batch) {
        return new EnvironmentSettings(
                        "qa", null, null, replicas, null, null, null, null, null, null, rollout, batch, null)
                .environment();
    }

    @Test
    void aContainersPortIsOneThereCanBeOrTheImagesOwn() {
        assertNull(settings("qa", null, null, null).environment().containerPort());
        assertEquals(65_535, containerPort(65_535).containerPort());
        assertEquals(EnvironmentSettings.of(containerPort(8000)).environment(), containerPort(8000));
        for (int port : new int[] {0, -1, 65_536}) {
            var refused = assertThrows(InvalidValueException.class, () -> containerPort(port));
            assertTrue(refused.getMessage().contains("container port"), refused.getMessage());
        }
    }

    private static Environment containerPort(int port) {
        return new EnvironmentSettings("qa", null, null, null, null, null, null, null, null, null, null, null, port)
                .environment();
    }

    @Test
    void anUnknownGateIsRefused() {
        assertThrows(InvalidValueException.class, () -> settings("qa", null, null, "closed")
                .environment());
    }

    @Test
    void aStepThatSaysOtherSettingsThanConfiguredIsToldWhich() {
        var configured = new EnvironmentSettings(
                "production", null, null, 2, "Dockerfile", "/up", 60, 5, 0, null, "rolling", 2, 8000);
        var asked = new EnvironmentSettings(
                "production", "evil", 9999, 32, "Evilfile", "/", 1, 0, 1, "open", "allAtOnce", 1, 22);

        assertEquals(
                List.of(
                        new Difference("branch", "evil", "master"),
                        new Difference("port", "9999", "8080"),
                        new Difference("replicas", "32", "2"),
                        new Difference("dockerfile", "Evilfile", "Dockerfile"),
                        new Difference("health", "/", "/up"),
                        new Difference("healthTimeout", "1", "60"),
                        new Difference("drain", "0", "5"),
                        new Difference("watch", "1", "0"),
                        new Difference("gate", "open", "approved"),
                        new Difference("rollout", "allAtOnce", "rolling"),
                        new Difference("batch", "1", "2"),
                        new Difference("containerPort", "22", "8000")),
                EnvironmentSettings.differences(asked, configured));
    }

    @Test
    void whatAStepLeavesOutOrRepeatsIsNoDifference() {
        var configured = new EnvironmentSettings(
                "production", null, null, 2, "Dockerfile", "/up", 60, 5, 0, null, "rolling", 2, 8000);
        assertEquals(List.of(), EnvironmentSettings.differences(settings("production", null, null, null), configured));
        assertEquals(List.of(), EnvironmentSettings.differences(settings("production", " ", null, ""), configured));
        assertEquals(
                List.of(),
                EnvironmentSettings.differences(
                        new EnvironmentSettings(
                                "production",
                                "master",
                                8080,
                                2,
                                "./Dockerfile",
                                "/up",
                                60,
                                5,
                                0,
                                "approved",
                                "rolling",
                                2,
                                8000),
                        configured));
    }

    @Test
    void aDefaultHoldsLikeWhatIsConfigured() {
        var staging = settings("staging", "main", 8082, null);
        assertEquals(
                List.of(new Difference("gate", "open", "approved")),
                EnvironmentSettings.differences(settings("staging", null, null, "open"), staging));
        var dockerfile = new EnvironmentSettings(
                "staging", null, null, null, "Other", null, null, null, null, null, null, null, null);
        assertEquals(
                List.of(new Difference("dockerfile", "Other", null)),
                EnvironmentSettings.differences(dockerfile, staging));
    }

    @Test
    void whatAStepSaysIsShownWithoutItsControlCharactersAndCut() {
        var asked = settings("qa", "a\u001b[2Jb", null, "x".repeat(10_000));
        var differences = EnvironmentSettings.differences(asked, settings("qa", null, null, null));

        assertEquals("\"a\\u001b[2Jb\"", differences.get(0).asked());
        assertEquals("developer", differences.get(0).effective());
        assertEquals(
                "\"" + "x".repeat(60) + "\"… (10000 characters)",
                differences.get(1).asked());
    }
}
