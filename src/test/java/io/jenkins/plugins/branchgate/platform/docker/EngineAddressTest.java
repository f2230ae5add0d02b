package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineAddressTest {

    @ParameterizedTest
    @CsvSource({
        "unix:///var/run/docker.sock, unix:///var/run/docker.sock",
        "tcp://docker.example.com:2376, tcp://docker.example.com:2376",
        "tcp://docker.example.com, tcp://docker.example.com:2376",
        "tcp://127.0.0.1:2375/, tcp://127.0.0.1:2375",
        "docker.example.com:2375, tcp://docker.example.com:2375",
        "tcp://[::1]:2375, tcp://[::1]:2375",
        "npipe:////./pipe/docker_engine, npipe:////./pipe/docker_engine",
        "'  unix:///run/docker.sock ', unix:///run/docker.sock",
    })
    void acceptsWhatDockerAccepts(String given, String value) {
        assertEquals(value, new EngineAddress(given).value());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "/var/run/docker.sock",
                "unix://docker.sock",
                "unix:///a\nb",
                "http://docker.example.com",
                "ssh://host",
                "tcp://user:secret@host:2375",
                "tcp://host:0",
                "tcp://host:99999",
                "tcp://-H:1",
                "tcp://host:2375/path",
                "fd://",
                "host name",
            })
    void refusesTheRestAndSaysWhatIsAllowed(String given) {
        var refused = assertThrows(InvalidValueException.class, () -> new EngineAddress(given));
        assertTrue(refused.getMessage().contains("unix:///var/run/docker.sock"), refused.getMessage());
    }

    @Test
    void theGivenAddressIsTakenBeforeTheVariableAndThatBeforeTheLocalSocket() {
        var environment = Map.of("DOCKER_HOST", "tcp://there:2375");
        assertEquals(
                "tcp://here:2375",
                EngineAddress.of("tcp://here:2375", environment).value());
        assertEquals("tcp://there:2375", EngineAddress.of(" ", environment).value());
        assertEquals(EngineAddress.LOCAL, EngineAddress.of(null, Map.of()));
    }

    @Test
    void knowsWhetherKeysMatter() {
        assertTrue(new EngineAddress("tcp://there").isNetwork());
        assertFalse(EngineAddress.LOCAL.isNetwork());
    }
}
