package io.jenkins.plugins.branchgate.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void withoutAPartAllOfThem() {
        assertEquals(
                Set.copyOf(Options.PARTS),
                Options.parse(List.of("--rounds", "3")).parts());
        assertEquals(Set.of("loss"), Options.parse(List.of("loss")).parts());
    }

    @Test
    void theLastFileCounts() {
        assertEquals(
                Path.of("mine.json"),
                Options.parse(List.of("--json", "default.json", "--json", "mine.json"))
                        .json());
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        var unknown = assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("sped")));
        assertTrue(unknown.getMessage().contains("sped") && unknown.getMessage().contains("speed"));
        var number = assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--swaps", "0")));
        assertTrue(number.getMessage().contains("--swaps is '0'"));
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("--json")));
    }
}
