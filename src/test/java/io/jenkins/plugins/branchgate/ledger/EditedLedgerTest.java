package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.append;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static io.jenkins.plugins.branchgate.ledger.Samples.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditedLedgerTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void fiveEntries() throws Exception {
        file = folder.resolve("ledger.jsonl");
        try (var ledger = open(file)) {
            for (int n = 1; n <= 5; n++) {
                append(ledger, opened(n, Samples.QA));
            }
        }
    }

    private List<String> warningsAfter(UnaryOperator<List<String>> edit) throws Exception {
        var lines = edit.apply(new ArrayList<>(Files.readAllLines(file)));
        Files.write(file, lines);
        try (var ledger = open(file)) {
            append(ledger, opened(6, Samples.QA));
            assertEquals(
                    Samples.deployment(6),
                    ledger.view().history(Samples.QA, 1).get(0).id(),
                    "it opens and goes on");
            return ledger.warnings();
        }
    }

    @Test
    void anUntouchedLedgerHasNoWarning() throws Exception {
        assertEquals(List.of(), warningsAfter(lines -> lines));
    }

    @Test
    void anEditedLineIsNamedByItsNumber() throws Exception {
        var warnings = warningsAfter(lines -> {
            lines.set(2, lines.get(2).replace("\"startedBy\":\"dev\"", "\"startedBy\":\"eve\""));
            return lines;
        });
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("Line 3 of the ledger was changed"), warnings.get(0));
    }

    @Test
    void anEditedLineWithANewHashBreaksTheChainAtTheNext() throws Exception {
        var warnings = warningsAfter(lines -> {
            byte[] forged;
            try {
                String previous = lines.get(1).replaceFirst(".*\"hash\":\"([0-9a-f]+)\"}$", "$1");
                forged = LineFormat.write(3, Samples.NOW, previous, 1, 1, opened(77, Samples.QA));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            lines.set(2, new String(forged, 0, forged.length - 1, java.nio.charset.StandardCharsets.US_ASCII));
            return lines;
        });
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("broken at line 4"), warnings.get(0));
    }

    @Test
    void aRemovedLineIsNamed() throws Exception {
        var warnings = warningsAfter(lines -> {
            lines.remove(1);
            return lines;
        });
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("broken at line 2"), warnings.get(0));
    }

    @Test
    void aMangledLineIsPassedOverAndTheOthersStay() throws Exception {
        var warnings = warningsAfter(lines -> {
            lines.set(3, "}{");
            return lines;
        });
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("Line 4 of the ledger cannot be read"), warnings.get(0));
        try (var ledger = open(file)) {
            assertEquals(5, ledger.view().history(Samples.QA, 10).size());
            assertEquals(5, ledger.view().entries(1, 10).size());
        }
    }

    @Test
    void linesInAnotherOrderAreNoticedAndNumbersStayUnique() throws Exception {
        var warnings = warningsAfter(lines -> {
            Collections.swap(lines, 1, 3);
            return lines;
        });
        assertTrue(warnings.get(0).contains("broken at line 2"), warnings.get(0));
        try (var ledger = open(file)) {
            var numbers = ledger.view().entries(1, 10).stream()
                    .map(LedgerEntry::sequence)
                    .toList();
            assertEquals(6, numbers.stream().distinct().count(), numbers::toString);
        }
    }

    @Test
    void aLedgerDamagedThroughoutDoesNotFloodItsReader() throws Exception {
        var warnings = warningsAfter(lines -> Collections.nCopies(1000, "rubbish"));
        assertEquals(51, warnings.size());
        assertTrue(warnings.get(50).contains("950 further"), warnings.get(50));
    }
}
