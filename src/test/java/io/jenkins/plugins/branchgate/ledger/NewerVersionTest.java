package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.append;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static io.jenkins.plugins.branchgate.ledger.Samples.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewerVersionTest {

    @TempDir
    Path folder;

    /** Changes a line as a newer version would have written it: the content, then a hash that matches. */
    private static String rehashed(String line, String what, String by) throws Exception {
        String body = line.replaceFirst(",\"hash\":\"[0-9a-f]+\"}$", "").replace(what, by);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        return body + ",\"hash\":\"" + HexFormat.of().formatHex(hash) + "\"}";
    }

    private List<String> lastLineChanged(LedgerEvent last, String what, String by) throws Exception {
        var file = folder.resolve("ledger.jsonl");
        try (var ledger = open(file)) {
            append(ledger, opened(1, Samples.QA));
            append(ledger, last);
        }
        var lines = Files.readAllLines(file);
        String changed = rehashed(lines.get(1), what, by);
        Files.write(file, List.of(lines.get(0), changed));
        List<String> warnings;
        try (var ledger = open(file)) {
            warnings = ledger.warnings();
            append(ledger, opened(3, Samples.QA));
        }
        var after = Files.readAllLines(file);
        assertEquals(changed, after.get(1), "what a newer version wrote stays as it is");
        try (var ledger = open(file)) {
            assertEquals(warnings, ledger.warnings());
            assertEquals(3, ledger.view().sequence());
        }
        return warnings;
    }

    @Test
    void fieldsItDoesNotKnowAreIgnoredAndSurvive() throws Exception {
        var warnings = lastLineChanged(
                opened(2, Samples.QA),
                "\"deployment\":",
                "\"signature\":{\"by\":[1,{\"type\":\"x\"}]},\"deployment\":");
        assertEquals(List.of(), warnings);
        try (var ledger = open(folder.resolve("ledger.jsonl"))) {
            assertEquals(3, ledger.view().history(Samples.QA, 10).size());
        }
    }

    @Test
    void anEnvironmentOfAVersionWithoutRolloutsGoesAllAtOnce() throws Exception {
        var warnings = lastLineChanged(opened(2, Samples.QA), ",\"rollout\":\"ALL_AT_ONCE\",\"batch\":1", "");
        assertEquals(List.of(), warnings);
        assertFalse(Files.readAllLines(folder.resolve("ledger.jsonl")).get(1).contains("rollout"));
        try (var ledger = open(folder.resolve("ledger.jsonl"))) {
            var older = ledger.view().history(Samples.QA, 10).get(1).environment();
            assertEquals(Samples.environment(Samples.QA), older);
        }
    }

    @Test
    void fieldsInTheEnvelopeItDoesNotKnowAreIgnoredToo() throws Exception {
        var warnings = lastLineChanged(
                opened(2, Samples.QA),
                "\"type\":\"deployment-opened\"",
                "\"node\":{\"n\":[1]},\"type\":\"deployment-opened\"");
        assertEquals(List.of(), warnings);
    }

    @Test
    void anEventItDoesNotKnowIsKeptWithoutEffect() throws Exception {
        var warnings = lastLineChanged(
                new EnvironmentRemoved(Samples.QA),
                "\"type\":\"environment-removed\"",
                "\"type\":\"environment-frozen\"");
        assertEquals(List.of(), warnings);
        try (var ledger = open(folder.resolve("ledger.jsonl"))) {
            assertEquals(
                    new UnknownEvent("environment-frozen"),
                    ledger.view().entries(2, 1).get(0).event());
            assertEquals(2, ledger.view().history(Samples.QA, 10).size());
        }
    }

    @Test
    void anEventWhoseContentItCannotReadIsKeptAndNamed() throws Exception {
        var warnings = lastLineChanged(opened(2, Samples.QA), "\"kind\":\"DEPLOY\"", "\"kind\":\"CANARY\"");
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).startsWith("Line 2 of the ledger, a \"deployment-opened\""), warnings.get(0));
    }

    @Test
    void anUnknownEventCannotBeWritten() throws Exception {
        try (var ledger = open(folder.resolve("ledger.jsonl"))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> append(ledger, opened(1, Samples.QA), new UnknownEvent("environment-frozen")));
            assertEquals(0, ledger.view().sequence());
        }
    }
}
