package io.jenkins.plugins.branchgate.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardTextTest {

    @Test
    void theMeasuredTextIsTheBoards(@TempDir Path folder) throws Exception {
        try (var ledger = WrittenLedger.open(folder.resolve("ledger.jsonl"), Clock.systemUTC())) {
            WrittenLedger.write(ledger, 80);
            var site = SiteId.of("https://git.example.com/shop.git", SiteFolder.ROOT);
            var json = new ObjectMapper().readTree(BoardText.of(site, ledger.view()));

            assertEquals(30, json.get("approvals").size());
            assertEquals("superseded", json.at("/approvals/0/state").asText());
            assertEquals(2, json.get("environments").size());
            var qa = json.at("/environments/1");
            assertEquals("qa", qa.get("name").asText());
            assertEquals("bench-00000078", qa.at("/current/id").asText());
            assertEquals(10, qa.get("history").size());
            assertEquals(78, qa.at("/current/traffic/served").asInt());
        }
    }
}
