package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.append;
import static io.jenkins.plugins.branchgate.ledger.Samples.approvalId;
import static io.jenkins.plugins.branchgate.ledger.Samples.commit;
import static io.jenkins.plugins.branchgate.ledger.Samples.deployment;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static io.jenkins.plugins.branchgate.ledger.Samples.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ApprovalState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone achieves who edits a ledger's file while it is closed. Lines are counted from 0 here, the header's. */
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

    private void edit(UnaryOperator<List<String>> edit) throws IOException {
        Files.write(file, edit.apply(new ArrayList<>(Files.readAllLines(file))));
    }

    private List<String> warningsAfter(UnaryOperator<List<String>> edit) throws Exception {
        edit(edit);
        try (var ledger = open(file)) {
            append(ledger, opened(6, Samples.QA));
            assertEquals(
                    deployment(6), ledger.view().history(Samples.QA, 1).get(0).id(), "it opens and goes on");
            return ledger.warnings();
        }
    }

    private static List<String> replaced(List<String> lines, int line, String what, String by) {
        assertTrue(lines.get(line).contains(what), lines.get(line));
        lines.set(line, lines.get(line).replace(what, by));
        return lines;
    }

    /** A line with another event and a hash that matches, as whoever knows the format would write it. */
    private static String forged(List<String> lines, int line, LedgerEvent event) {
        try {
            byte[] bytes = LineFormat.write(line, Samples.NOW, hash(lines.get(line - 1)), 1, 1, event);
            return new String(bytes, 0, bytes.length - 1, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String hash(String line) {
        return line.replaceFirst(".*\"hash\":\"([0-9a-f]+)\"}$", "$1");
    }

    private List<Long> damagedLines() throws IOException {
        try (var ledger = open(file)) {
            return ledger.view().integrity().damages().stream()
                    .map(Integrity.Damage::line)
                    .toList();
        }
    }

    private void acknowledge() throws IOException {
        try (var ledger = open(file)) {
            assertTrue(ledger.view().whyClosed().isPresent());
            ledger.acknowledge("ada", ledger.view().integrity().digest());
            assertTrue(ledger.view().whyClosed().isEmpty(), "open at once");
        }
    }

    private boolean isClosed() throws IOException {
        try (var ledger = open(file)) {
            return ledger.view().whyClosed().isPresent();
        }
    }

    @Test
    void anUntouchedLedgerHasNoWarning() throws Exception {
        assertEquals(List.of(), warningsAfter(lines -> lines));
        assertFalse(isClosed());
    }

    @Test
    void anEditedLineIsNamedByItsNumberAndHasNoEffect() throws Exception {
        var warnings = warningsAfter(lines -> replaced(lines, 3, "\"startedBy\":\"dev\"", "\"startedBy\":\"eve\""));
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("Line 4 of the ledger was changed"), warnings.get(0));
        assertEquals(List.of(4L), damagedLines());
        try (var ledger = open(file)) {
            assertTrue(ledger.view().deployment(deployment(3)).isEmpty());
            assertEquals(5, ledger.view().history(Samples.QA, 10).size());
            assertEquals(5, ledger.view().entries(1, 10).size());
        }
    }

    @Test
    void anEditedLineWithANewHashBreaksTheChainAtTheNextAndHasNoEffect() throws Exception {
        var warnings = warningsAfter(lines -> {
            lines.set(3, forged(lines, 3, opened(77, Samples.QA)));
            return lines;
        });
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("broken at line 5"), warnings.get(0));
        try (var ledger = open(file)) {
            assertTrue(ledger.view().deployment(deployment(77)).isEmpty());
            assertTrue(ledger.view().deployment(deployment(4)).isPresent());
        }
    }

    @Test
    void aRemovedLineIsNamed() throws Exception {
        var warnings = warningsAfter(lines -> {
            lines.remove(2);
            return lines;
        });
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("broken at line 3"), warnings.get(0));
    }

    @Test
    void anInsertedLineHasNoEffect() throws Exception {
        edit(lines -> {
            lines.add(3, forged(lines, 3, opened(77, Samples.QA)));
            return lines;
        });
        assertEquals(List.of(5L), damagedLines());
        try (var ledger = open(file)) {
            assertTrue(ledger.view().deployment(deployment(77)).isEmpty());
        }
    }

    @Test
    void aMangledLineIsPassedOverAndTheOthersStay() throws Exception {
        var warnings = warningsAfter(lines -> {
            lines.set(4, "}{");
            return lines;
        });
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("Line 5 of the ledger cannot be read"), warnings.get(0));
        try (var ledger = open(file)) {
            assertEquals(5, ledger.view().history(Samples.QA, 10).size());
            assertEquals(5, ledger.view().entries(1, 10).size());
        }
    }

    @Test
    void linesInAnotherOrderAreNoticedAndNumbersStayUnique() throws Exception {
        var warnings = warningsAfter(lines -> {
            Collections.swap(lines, 2, 4);
            return lines;
        });
        assertTrue(warnings.get(0).contains("broken at line 3"), warnings.get(0));
        try (var ledger = open(file)) {
            var numbers = ledger.view().entries(1, 10).stream()
                    .map(LedgerEntry::sequence)
                    .toList();
            assertEquals(numbers.size(), numbers.stream().distinct().count(), numbers::toString);
        }
    }

    @Test
    void aLedgerDamagedThroughoutDoesNotFloodItsReader() throws Exception {
        edit(lines -> Collections.nCopies(1000, "rubbish"));
        try (var ledger = open(file)) {
            assertEquals(51, ledger.warnings().size());
            assertTrue(ledger.warnings().get(50).contains("950 further"));
            assertEquals(1000, ledger.view().integrity().places());
            assertEquals(50, ledger.view().integrity().damages().size());
            assertTrue(ledger.view().whyClosed().orElseThrow().length() < 1000);
        }
    }

    @Test
    void aLineOfFiftyMegabytesIsPassedOverAndNamed() throws Exception {
        edit(lines -> {
            lines.set(3, "{\"seq\":3,\"x\":\"" + "y".repeat(50_000_000) + "\"}");
            return lines;
        });
        assertEquals(List.of(4L), damagedLines());
        try (var ledger = open(file)) {
            assertTrue(ledger.warnings().get(0).contains("longer than 1048576 bytes"));
            assertEquals(4, ledger.view().history(Samples.QA, 10).size());
        }
        edit(lines -> replaced(lines, 3, "yyyy\"}", "yyyz\"}"));
        acknowledge();
        edit(lines -> replaced(lines, 3, "yyyz\"}", "yyzz\"}"));
        assertTrue(isClosed(), "each of its bytes counts");
    }

    @Test
    void aLedgerWithoutItsHeaderClosesTheGatesAndGetsItBackOnceAcknowledged() throws Exception {
        edit(lines -> {
            lines.remove(0);
            return lines;
        });
        try (var ledger = Ledger.open(file, Samples.CLOCK)) {
            assertTrue(ledger.view().whyClosed().isPresent());
            assertTrue(ledger.warnings().stream().anyMatch(each -> each.contains("does not begin with its header")));
            assertTrue(ledger.view().site().isEmpty());
        }
        acknowledge();
        try (var ledger = open(file)) {
            assertEquals(Samples.HEADER, ledger.view().site().orElseThrow());
        }
        try (var ledger = Ledger.open(file, Samples.CLOCK)) {
            assertEquals(Samples.HEADER, ledger.view().site().orElseThrow());
            assertTrue(ledger.view().whyClosed().isEmpty());
        }
    }

    @Test
    void aHeaderEditedToNameAnotherRepositoryIsNotBelieved() throws Exception {
        edit(lines -> replaced(lines, 0, "\"git.example.org/team/shop\"", "\"git.example.org/mallory/shop\""));
        try (var ledger = Ledger.open(file, Samples.CLOCK)) {
            assertTrue(ledger.view().site().isEmpty());
            assertTrue(ledger.view().whyClosed().isPresent());
        }
    }

    @Test
    void acknowledgedDamageStaysAcknowledgedAndAnotherEditClosesTheGatesAgain() throws Exception {
        edit(lines -> replaced(lines, 3, "\"startedBy\":\"dev\"", "\"startedBy\":\"eve\""));
        assertTrue(isClosed());
        acknowledge();
        assertFalse(isClosed());
        try (var ledger = open(file)) {
            append(ledger, opened(6, Samples.QA));
            assertTrue(ledger.view().integrity().isDamaged(), "it stays visible");
        }
        assertFalse(isClosed());

        edit(lines -> replaced(lines, 3, "\"startedBy\":\"eve\"", "\"startedBy\":\"eva\""));
        assertTrue(isClosed(), "the same line, edited once more");
        acknowledge();
        edit(lines -> replaced(lines, 4, "\"startedBy\":\"dev\"", "\"startedBy\":\"eve\""));
        assertTrue(isClosed(), "another line before the acknowledgements");
        acknowledge();
        edit(lines -> replaced(lines, 7, "\"startedBy\":\"dev\"", "\"startedBy\":\"eve\""));
        assertTrue(isClosed(), "a line behind the first acknowledgement");
    }

    @Test
    void anAcknowledgementIsOnlyForTheDamageThatWasLookedAt() throws Exception {
        edit(lines -> replaced(lines, 3, "\"startedBy\":\"dev\"", "\"startedBy\":\"eve\""));
        String seen;
        try (var ledger = open(file)) {
            seen = ledger.view().integrity().digest();
        }
        edit(lines -> replaced(lines, 4, "\"startedBy\":\"dev\"", "\"startedBy\":\"eve\""));
        try (var ledger = open(file)) {
            assertThrows(LedgerException.class, () -> ledger.acknowledge("ada", seen));
            assertTrue(ledger.view().whyClosed().isPresent());
        }
    }

    @Test
    void anEditedAcknowledgementAcknowledgesNothing() throws Exception {
        edit(lines -> replaced(lines, 3, "\"startedBy\":\"dev\"", "\"startedBy\":\"eve\""));
        acknowledge();
        edit(lines -> replaced(lines, 6, "\"by\":\"ada\"", "\"by\":\"eva\""));
        assertTrue(isClosed());
    }

    private static ApprovalMoved moved(ApprovalState to) {
        return new ApprovalMoved(
                approvalId(1), ApprovalState.PENDING, to, "why", to == ApprovalState.MERGED ? commit(1) : null);
    }

    @Test
    void anApprovalEditedFromRejectedToMergedAdmitsNothingBeforeOrAfterTheAcknowledgement() throws Exception {
        try (var ledger = open(file)) {
            append(ledger, new ApprovalOpened(Samples.approval(1)));
            append(ledger, moved(ApprovalState.REJECTED));
            append(ledger, opened(6, Samples.QA));
        }
        var whole = Files.readAllLines(file);
        List<UnaryOperator<List<String>>> edits = List.of(
                lines -> replaced(
                        lines, 7, "\"to\":\"REJECTED\"", "\"to\":\"MERGED\",\"mergeCommit\":\"" + commit(1) + "\""),
                lines -> { // with a hash that matches
                    lines.set(7, forged(lines, 7, moved(ApprovalState.MERGED)));
                    return lines;
                },
                lines -> { // and the next line led to it
                    lines.set(7, forged(lines, 7, moved(ApprovalState.MERGED)));
                    return replaced(lines, 8, hash(whole.get(7)), hash(lines.get(7)));
                },
                lines -> { // earlier, and whatever followed hidden behind a line that cannot be read
                    lines.set(6, forged(lines, 6, new ApprovalOpened(Samples.approval(1))));
                    lines.set(7, forged(lines, 7, moved(ApprovalState.MERGED)));
                    lines.set(8, "}{");
                    lines.add(forged(whole, 8, opened(7, Samples.QA)));
                    return lines;
                });
        for (var each : edits) {
            Files.write(file, whole);
            edit(each);
            int number = edits.indexOf(each);
            try (var ledger = open(file)) {
                assertTrue(ledger.view().mergedAs(commit(1)).isEmpty(), "edit " + number);
            }
            acknowledge();
            try (var ledger = open(file)) {
                assertTrue(ledger.view().mergedAs(commit(1)).isEmpty(), "edit " + number);
                assertEquals(List.of(), ledger.view().open(), "a rejection that was lost must not be open again");
            }
        }
    }

    @Test
    void whatRanBeforeTheDamageIsShownAndAdmitsNothing() throws Exception {
        try (var ledger = open(file)) {
            Samples.deploy(ledger, 10, Samples.PRODUCTION);
            append(ledger, opened(11, Samples.QA));
            append(ledger, opened(12, Samples.QA));
        }
        edit(lines -> replaced(lines, 13, "\"startedBy\":\"dev\"", "\"startedBy\":\"eve\""));
        acknowledge();
        try (var ledger = open(file)) {
            var view = ledger.view();
            assertEquals(
                    deployment(10),
                    view.current(Samples.PRODUCTION).orElseThrow().id());
            assertFalse(view.ran(Samples.PRODUCTION, commit(10)));
            assertTrue(view.everRan(Samples.PRODUCTION), "no first release again");
            assertTrue(view.everRan(new io.jenkins.plugins.branchgate.model.EnvironmentName("lost")));
            assertTrue(view.isInDoubt(Samples.PRODUCTION), "a later deployment may be among the lost lines");
            Samples.deploy(ledger, 20, Samples.PRODUCTION);
            assertFalse(ledger.view().isInDoubt(Samples.PRODUCTION));
            assertTrue(ledger.view().ran(Samples.PRODUCTION, commit(20)));
        }
        try (var ledger = open(file)) {
            assertFalse(ledger.view().isInDoubt(Samples.PRODUCTION), "also when it is read again");
        }
    }

    @Test
    void cuttingLinesOffTheEndCannotBeToldFromTheFileAlone() throws Exception {
        edit(lines -> lines.subList(0, 3));
        assertFalse(isClosed(), "docs/guarantees.md says so");
    }
}
