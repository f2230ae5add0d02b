package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {
    private static EnvironmentSettings settings(String name, String branch, Integer port, String gate) {
        return new EnvironmentSettings(name, branch, port, null, null, null, null, null, null, gate, null, null);
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
        return new EnvironmentSettings("qa", null, null, replicas, null, null, null, null, null, null, rollout, batch)
                .environment();
    }

    @Test
    void anUnknownGateIsRefused() {
        assertThrows(InvalidValueException.class, () -> settings("qa", null, null, "closed")
                .environment());
    }

    @Test
    void aStepCannotOpenAGateThatIsConfigured() {
        var configured = settings("production", null, null, null);
        var open = settings("production", null, null, "open");
        var refused = assertThrows(InvalidValueException.class, () -> open.under(configured));
        assertEquals(
                "Invalid gate of environment production \"open\": allowed is approved, as the environment is configured"
                        + " for all jobs; leave it out of the step. Nothing was changed.",
                refused.getMessage());
        var elsewhere = settings("production", "developer", null, null);
        assertThrows(InvalidValueException.class, () -> elsewhere.under(configured));
    }

    @Test
    void aStepMayChangeTheRestAndCloseAGate() {
        var production = settings("production", "master", 9000, "approved")
                .under(settings("production", null, null, null))
                .environment();
        assertEquals(new Port(9000), production.port());
        var qa = settings("qa", null, null, "approved")
                .under(settings("qa", null, null, "open"))
                .environment();
        assertEquals(GateRule.APPROVED, qa.gate());
    }
}
