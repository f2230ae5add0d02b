package io.jenkins.plugins.branchgate.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private final ByteArrayOutputStream table = new ByteArrayOutputStream();
    private final Report report =
            new Report(new PrintStream(table, true, StandardCharsets.UTF_8), Map.of("machine", Map.of("cores", 2)));

    @TempDir
    Path folder;

    @Test
    void figuresAndGoalsAreInTheJsonWithAllRounds() throws Exception {
        var part = report.part("speed", "Speed");
        part.figures(List.of(new Figures("ours", "ms", List.of(3.0, 1.0, 2.0))));
        part.goal(Goal.atMost("ratio", 1.5, 1.2));

        var json = written();
        assertEquals(2, json.at("/machine/cores").asInt());
        assertEquals(2.0, json.at("/speed/figures/0/median").asDouble());
        assertEquals("ms", json.at("/speed/figures/0/unit").asText());
        assertEquals(3, json.at("/speed/figures/0/rounds").size());
        assertEquals("at most 1.20", json.at("/speed/goals/0/goal").asText());
        assertFalse(json.at("/speed/goals/0/met").asBoolean(true));
        assertFalse(report.hasFailures(), "a goal that is not met is no failure");
    }

    @Test
    void aLossTellsKeptAndNewConnectionsApart() throws Exception {
        var swaps = new Figures("swap", "s", List.of(1.0, 2.0, 4.0, 2.0));
        report.part("loss", "Loss").loss(new Loss("nginx", 4, new Load.Counted(600, 5, 400, 1), swaps));

        var loss = written().at("/loss/contestants/0");
        assertEquals(1000, loss.get("requests").asInt());
        assertEquals(6, loss.get("lost").asInt());
        assertEquals(1.5, loss.get("lostPerSwap").asDouble());
        assertEquals(5, loss.at("/keptConnections/lost").asInt());
        assertEquals(400, loss.at("/newConnections/requests").asInt());
        assertEquals(2.0, loss.get("secondsPerSwap").asDouble());
        assertTrue(table.toString(StandardCharsets.UTF_8).contains("kept 5 of 600, new 1 of 400"));
    }

    @Test
    void whatCouldNotBeMeasuredIsSaid() throws Exception {
        report.part("loss", "Loss").failed("Swarm", new IOException("no overlay"));

        assertTrue(report.hasFailures());
        assertTrue(table.toString(StandardCharsets.UTF_8).contains("Swarm could not be measured: no overlay"));
        assertTrue(written().at("/loss/failures/0").asText().contains("no overlay"));
    }

    private JsonNode written() throws IOException {
        Path file = folder.resolve("target/bench.json");
        report.write(file);
        return new ObjectMapper().readTree(file.toFile());
    }
}
