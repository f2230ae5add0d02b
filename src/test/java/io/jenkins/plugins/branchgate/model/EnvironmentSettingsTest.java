package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {
    private static EnvironmentSettings settings(String name, String branch, Integer port, String gate) {
        return new EnvironmentSettings(name, branch, port, null, null, null, null, null, null, gate);
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
    void anUnknownGateIsRefused() {
        assertThrows(InvalidValueException.class, () -> settings("qa", null, null, "closed")
                .environment());
    }
}
