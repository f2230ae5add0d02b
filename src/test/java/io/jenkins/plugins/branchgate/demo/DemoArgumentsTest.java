package io.jenkins.plugins.branchgate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Port;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoArgumentsTest {

    @Test
    void withoutArguments() {
        assertEquals(
                new DemoArguments(false, false, null, new Port(8081), new Port(8080), null), DemoArguments.parse());
    }

    @Test
    void allArguments(@TempDir Path folder) {
        var file = folder.resolve("x.json");
        assertEquals(
                new DemoArguments(true, true, "http://h/r", new Port(1), new Port(2), file),
                DemoArguments.parse(
                        "--down",
                        "--yes",
                        "--repo",
                        "http://h/r",
                        "--qa-port",
                        "1",
                        "--production-port",
                        "2",
                        "--json",
                        file.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--frobnicate",
                "site.git",
                "--repo",
                "--qa-port",
                "--qa-port 0",
                "--qa-port 65536",
                "--qa-port -1",
                "--qa-port 80a",
                "--qa-port 99999999999999999999",
                "--qa-port 8080",
                "--json",
                "--json /nonexistent/x.json",
                "--json /tmp"
            })
    @DisplayName("bad input: arguments of the demo that make no sense")
    void refused(String arguments) {
        var refused = assertThrows(InvalidValueException.class, () -> DemoArguments.parse(arguments.split(" ")));
        assertTrue(refused.getMessage().contains("Nothing was changed"), refused.getMessage());
    }
}
