package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeConfigTest {

    private final String text = EdgeConfig.of(List.of(new Backend("abc", "172.20.0.3", 80)));

    @Test
    void noRequestCostsALogLineThatNobodyReads() {
        assertFalse(section("defaults").contains("\n    log "), text);
        assertFalse(section("frontend site").contains("\n    log "), text);
    }

    @Test
    void replicasThatComeAndGoAreLogged() {
        assertTrue(section("backend release").contains("\n    log global\n"), text);
    }

    @Test
    void requestsThatMayNotBeRepeatedAreNot() {
        assertTrue(section("frontend site").contains("disable-l7-retry unless { method GET HEAD OPTIONS }"), text);
    }

    private String section(String name) {
        String from = text.substring(text.indexOf("\n" + name + "\n") + 1);
        int end = from.indexOf("\n\n");
        return end < 0 ? from : from.substring(0, end);
    }
}
