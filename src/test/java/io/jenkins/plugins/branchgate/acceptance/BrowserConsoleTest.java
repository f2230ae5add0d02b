package io.jenkins.plugins.branchgate.acceptance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserConsoleTest {

    @Test
    void aChangeOfTheMachinesNetworksIsNobodysFault() {
        assertTrue(Browser.isNetworkChange(
                "http://127.0.0.1:8080/branch-gate/live - Failed to load resource: net::ERR_NETWORK_CHANGED"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080/a.js - Failed to load resource: net::ERR_CONNECTION_REFUSED",
                "http://127.0.0.1:8080/a.js - Failed to load resource: the server responded with a status of 404 ()",
                "http://127.0.0.1:8080/a.js 1:2 Uncaught Error: net::ERR_NETWORK_CHANGED",
                "http://127.0.0.1:8080/a.js - Failed to load resource: net::ERR_NETWORK_CHANGED and more",
                ""
            })
    void anyOtherErrorIs(String message) {
        assertFalse(Browser.isNetworkChange(message));
    }
}
