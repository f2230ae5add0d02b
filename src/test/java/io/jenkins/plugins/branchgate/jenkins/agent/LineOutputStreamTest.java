package io.jenkins.plugins.branchgate.jenkins.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineOutputStreamTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void handsOverLinesAsSoonAsTheyAreWhole() throws IOException {
        try (var out = new LineOutputStream(lines::add)) {
            out.write("Schritt 1: grü".getBytes(StandardCharsets.UTF_8));
            assertEquals(List.of(), lines);
            out.write("n\n\nrest".getBytes(StandardCharsets.UTF_8));
            assertEquals(List.of("Schritt 1: grün", ""), lines);
        }
        assertEquals(List.of("Schritt 1: grün", "", "rest"), lines);
    }
}
