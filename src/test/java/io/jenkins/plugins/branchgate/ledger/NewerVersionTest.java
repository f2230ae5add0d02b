package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.append;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static io.jenkins.plugins.branchgate.ledger.Samples.opened;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        String changed = rehashed(lines.get(2), what, by);
        Files.write(file, List.of(lines.get(0), lines.get(1), changed));
        List<String> warnings;
        try (var ledger = open(file)) {
            warnings = ledger.warnings();
            append(ledger, opened(3, Samples.QA));
        }
        var after = Files.readAllLines(file);
        assertEquals(changed, after.get(2), "what a newer version wrote stays as it is");
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
        assertFalse(Files.readAllLines(folder.resolve("ledger.jsonl")).get(2).contains("rollout"));
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
        assertTrue(warnings.get(0).startsWith("Line 3 of the ledger, a \"deployment-opened\""), warnings.get(0));
    }

    /** A ledger with one deployment whose header is as a newer version would have written it. */
    private Path withHeader(int format, int writableFrom) throws Exception {
        var file = folder.resolve("ledger.jsonl");
        var header = new LedgerHeader(
                format,
                writableFrom,
                Samples.SITE,
                Samples.HEADER.repository(),
                Samples.HEADER.folder(),
                Samples.REMOTE);
        byte[] first = LineFormat.write(0, Samples.NOW, LineFormat.NO_HASH, 1, 1, header);
        byte[] second = LineFormat.write(1, Samples.NOW, LineFormat.hashOf(first), 1, 1, opened(1, Samples.PRODUCTION));
        Files.write(file, first);
        Files.write(file, second, StandardOpenOption.APPEND);
        return file;
    }

    @Test
    void aLedgerThatOnlyANewerVersionMayWriteIsReadAndNothingElse() throws Exception {
        var file = withHeader(LedgerHeader.FORMAT + 2, LedgerHeader.FORMAT + 1);
        Files.writeString(file, "{\"half a line of", StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(file);

        try (var ledger = open(file)) {
            assertEquals(1, ledger.view().history(Samples.PRODUCTION, 10).size());
            var why = ledger.view().whyClosed().orElseThrow();
            assertTrue(why.contains("written by a newer version"), why);
            assertTrue(ledger.view().isInDoubt(Samples.PRODUCTION), "what it should run is not known here");
            var refused = assertThrows(LedgerException.class, () -> append(ledger, opened(2, Samples.QA)));
            assertTrue(refused.getMessage().contains("written by a newer version"), refused.getMessage());
            assertFalse(ledger.view().integrity().needsAcknowledgement(), "nobody can wave it through");
            assertThrows(
                    LedgerException.class,
                    () -> ledger.acknowledge("ada", ledger.view().integrity().digest() + "0"));
        }
        assertArrayEquals(before, Files.readAllBytes(file), "not even its torn end is repaired");
    }

    @Test
    void aNewerFormatThatThisVersionMayWriteIsWritten() throws Exception {
        var file = withHeader(LedgerHeader.FORMAT + 1, LedgerHeader.FORMAT);
        try (var ledger = open(file)) {
            append(ledger, opened(2, Samples.QA));
            assertTrue(ledger.view().whyClosed().isEmpty());
        }
        try (var ledger = open(file)) {
            assertEquals(List.of(), ledger.warnings());
            assertEquals(
                    LedgerHeader.FORMAT + 1, ledger.view().site().orElseThrow().format());
        }
    }

    @Test
    void aNewerVersionMayRaiseTheFormatOfALedgerFurtherDown() throws Exception {
        var file = folder.resolve("ledger.jsonl");
        try (var ledger = open(file)) {
            append(ledger, opened(1, Samples.QA));
            append(
                    ledger,
                    new LedgerHeader(
                            LedgerHeader.FORMAT + 1,
                            LedgerHeader.FORMAT + 1,
                            Samples.SITE,
                            Samples.HEADER.repository(),
                            Samples.HEADER.folder(),
                            Samples.REMOTE));
        }
        try (var ledger = open(file)) {
            assertTrue(ledger.view().integrity().newer());
            assertThrows(LedgerException.class, () -> append(ledger, opened(2, Samples.QA)));
        }
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
