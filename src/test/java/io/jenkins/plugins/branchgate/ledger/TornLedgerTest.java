package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.append;
import static io.jenkins.plugins.branchgate.ledger.Samples.deployment;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static io.jenkins.plugins.branchgate.ledger.Samples.opened;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TornLedgerTest {

    @TempDir
    Path folder;

    @Test
    void cutAtAnyByteOfTheLastRecordOnlyThatRecordIsLost() throws Exception {
        var file = folder.resolve("ledger.jsonl");
        try (var ledger = open(file)) {
            append(ledger, opened(1, Samples.QA));
            append(ledger, opened(2, Samples.QA));
        }
        byte[] whole = Files.readAllBytes(file);
        int last = startOfLine(whole, 3);
        for (int cut = last + 1; cut < whole.length; cut++) {
            boolean onlyItsEndIsMissing = cut == whole.length - 1;
            reopenCut(whole, cut, onlyItsEndIsMissing ? 2 : 1);
        }
    }

    @Test
    void cutAtAnyByteOfATransactionOfSeveralRecordsAllOfItIsLost() throws Exception {
        var file = folder.resolve("ledger.jsonl");
        try (var ledger = open(file)) {
            append(ledger, opened(1, Samples.QA));
            append(ledger, opened(2, Samples.QA), opened(3, Samples.QA), opened(4, Samples.QA));
        }
        byte[] whole = Files.readAllBytes(file);
        int begin = startOfLine(whole, 3);
        for (int cut = begin + 1; cut < whole.length; cut++) {
            boolean onlyItsEndIsMissing = cut == whole.length - 1;
            reopenCut(whole, cut, onlyItsEndIsMissing ? 4 : 1);
        }
    }

    private void reopenCut(byte[] whole, int cut, int expected) throws IOException {
        var file = folder.resolve("cut.jsonl");
        Files.write(file, Arrays.copyOf(whole, cut));
        try (var ledger = open(file)) {
            assertEquals(expected, ledger.view().sequence(), "cut at byte " + cut);
            assertEquals(expected, ledger.view().history(Samples.QA, 10).size(), "cut at byte " + cut);
            assertEquals(1, ledger.warnings().size(), "cut at byte " + cut + ": " + ledger.warnings());
            assertTrue(ledger.warnings()
                    .get(0)
                    .contains(expected == 1 ? "Nothing before it is lost" : "its end was added"));
            append(ledger, opened(9, Samples.QA));
        }
        try (var ledger = open(file)) {
            assertEquals(List.of(), ledger.warnings(), "after the repair, cut at byte " + cut);
            assertEquals(expected + 1, ledger.view().sequence());
            assertEquals(
                    deployment(9), ledger.view().history(Samples.QA, 1).get(0).id());
        }
        Files.delete(file);
    }

    @Test
    void aBlockOfZerosWhereTheLastTransactionBeganLosesOnlyThatTransaction() throws Exception {
        var file = folder.resolve("ledger.jsonl");
        try (var ledger = open(file)) {
            append(ledger, opened(1, Samples.QA));
            append(ledger, opened(2, Samples.QA), opened(3, Samples.QA), opened(4, Samples.QA));
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, startOfLine(bytes, 3), startOfLine(bytes, 4) + 20, (byte) 0);
        Files.write(file, bytes);
        try (var ledger = open(file)) {
            assertEquals(1, ledger.view().sequence());
            append(ledger, opened(5, Samples.QA));
        }
        try (var ledger = open(file)) {
            assertEquals(List.of(), ledger.warnings());
            assertEquals(2, ledger.view().sequence());
        }
    }

    @Test
    void anEmptyFileIsAnEmptyLedger() throws Exception {
        var file = Files.createFile(folder.resolve("ledger.jsonl"));
        try (var ledger = open(file)) {
            assertEquals(0, ledger.view().sequence());
            assertEquals(List.of(), ledger.warnings());
        }
    }

    @Test
    void aFileThatIsNoLedgerIsNotDestroyedByOpeningIt() throws Exception {
        byte[] text = "Dear diary,\nnot JSON\n".getBytes(StandardCharsets.UTF_8);
        var file = Files.write(folder.resolve("ledger.jsonl"), text);
        try (var ledger = open(file)) {
            assertEquals(2, ledger.warnings().size());
            assertTrue(ledger.view().whyClosed().isPresent());
        }
        assertArrayEquals(text, Files.readAllBytes(file));
    }

    @Test
    void aFileThatIsNoLedgerAndHasNoLineIsNotDestroyedEither() throws Exception {
        var file = Files.writeString(folder.resolve("ledger.jsonl"), "Dear diary");
        try (var ledger = open(file)) {
            assertTrue(ledger.view().whyClosed().isPresent());
        }
        assertTrue(Files.readString(file).startsWith("Dear diary"));
    }

    @Test
    void aHeaderCutOffByACrashIsWrittenAnew() throws Exception {
        var file = folder.resolve("ledger.jsonl");
        open(file).close();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            try (var ledger = open(file)) {
                assertEquals(Samples.HEADER, ledger.view().site().orElseThrow(), "cut at byte " + cut);
                assertTrue(ledger.view().whyClosed().isEmpty(), "cut at byte " + cut);
            }
            assertArrayEquals(whole, Files.readAllBytes(file), "cut at byte " + cut);
        }
    }

    private static int startOfLine(byte[] bytes, int line) {
        int seen = 1;
        for (int i = 0; ; i++) {
            if (seen == line) {
                return i;
            }
            if (bytes[i] == '\n') {
                seen++;
            }
        }
    }
}
