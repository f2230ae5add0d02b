package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DockerEngineTest {

    @Test
    void saysWhichAddressWasTriedAndHowToGiveAnother() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        for (var address : new String[] {"tcp://127.0.0.1:" + free, "unix:///nowhere/docker.sock"}) {
            try (var engine = new DockerEngine(new EngineAddress(address), null)) {
                var message = assertThrows(EngineException.class, engine::ping).getMessage();
                assertTrue(message.contains(address), message);
                assertTrue(message.contains("DOCKER_HOST"), message);
                assertTrue(message.contains("Nothing was changed"), message);
            }
        }
    }

    @Test
    void keysAreNeverShown() {
        var keys =
                new EngineKeys("-----BEGIN CERTIFICATE-----a", "-----BEGIN CERTIFICATE-----b", "-----BEGIN KEY-----c");
        assertEquals("EngineKeys[authority=***, certificate=***, key=***]", keys.toString());
    }

    @Test
    void aKeyWithoutItsCertificateIsRefusedWithoutShowingIt() {
        var refused = assertThrows(IllegalArgumentException.class, () -> new EngineKeys(null, null, "geheim"));
        assertFalse(refused.getMessage().contains("geheim"));
    }

    @Test
    void unreadableKeysAreRefusedWithoutShowingThem() throws Exception {
        try (var engine = new DockerEngine(
                new EngineAddress("tcp://127.0.0.1:1"), new EngineKeys("geheim", "geheim", "geheim"))) {
            var refused = assertThrows(EngineException.class, engine::client);
            assertTrue(refused.getMessage().contains("PEM"), refused.getMessage());
            assertFalse(refused.getMessage().contains("geheim"), refused.getMessage());
        }
    }
}
