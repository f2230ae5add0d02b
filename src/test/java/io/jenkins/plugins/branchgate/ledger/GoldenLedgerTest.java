package io.jenkins.plugins.branchgate.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.Traffic;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ledgers as each format was written, in {@code src/test/resources/ledger}: once released, a file there never changes
 * and is read for ever. A new kind of event, or a new field, is a change of {@link #everything} and of the newest file,
 * which {@link #main} writes, or, when that was released, of a new one.
 */
class GoldenLedgerTest {

    private static final String NEWEST = "/ledger/format-1.jsonl";

    @TempDir
    Path folder;

    /** One transaction a row: every kind of event, every field given at least once. */
    private static List<List<LedgerEvent>> everything() {
        var id = Samples.approvalId(1);
        var vote = new Vote(
                "quinn",
                "Quinn",
                Verdict.APPROVE,
                Samples.NOW,
                Channel.PAGE,
                "Looks \"right\"\nünd good \u2028",
                List.of("The basket works"));
        return List.of(
                List.of(new EnvironmentOwned(
                        owned(), EnvironmentOwned.How.CLAIMED, "shop deployed to it first.", "dev")),
                List.of(Samples.opened(1, Samples.QA)),
                Stream.of(Phase.START, Phase.PROBE, Phase.SWITCH, Phase.DRAIN, Phase.RETIRE, Phase.DONE)
                        .<LedgerEvent>map(phase -> new PhaseEntered(Samples.deployment(1), phase, Samples.release(1)))
                        .toList(),
                List.of(new TrafficCounted(Samples.deployment(1), new Traffic(1000, 2))),
                List.of(new ApprovalOpened(Samples.approval(1))),
                List.of(new ApprovalReminded(id)),
                List.of(new CommitAccepted(
                        id, Samples.MASTER, Samples.commit(4), "ada", "Ada Min", "Reviewed by hand")),
                List.of(
                        new Voted(id, vote),
                        new ApprovalMoved(id, ApprovalState.PENDING, ApprovalState.APPROVED, "Approved.", null)),
                List.of(new ApprovalMoved(id, ApprovalState.APPROVED, ApprovalState.MERGING, "The merge began.", null)),
                List.of(new ApprovalMoved(
                        id, ApprovalState.MERGING, ApprovalState.MERGED, "Merged.", Samples.commit(2))),
                List.of(new EntryRefused(Samples.PRODUCTION, Samples.commit(3), "Not approved.", "dev")),
                List.of(Samples.opened(2, Samples.PRODUCTION)),
                List.of(new DeploymentFailed(Samples.deployment(2), "It does not answer.")),
                List.of(new EnvironmentHealed(Samples.QA, "replica replaced", "one was missing")),
                List.of(new AlertRaised(Samples.QA, "flapping", "healed 6 times")),
                List.of(new ReleasePinned(Samples.release(1).id(), true, "Dev Eloper")),
                List.of(new ChainAcknowledged("Ada Min", List.of(4L), 1, "5".repeat(64))),
                List.of(new EnvironmentRemoved(Samples.PRODUCTION)));
    }

    private static Ownership owned() {
        var connection = new TargetConnection("qa-engine", "agent-1", "tcp://engine:2376", "keys", "shop");
        return new Ownership(
                Samples.opened(1, Samples.QA).environment().withContainerPort(8000),
                "shop",
                "team",
                Samples.opened(1, Samples.QA).target(),
                connection,
                TargetConnection.AS_REACHED,
                List.of(new Ownership.Former(new TargetId("docker:before"), connection, new Port(8081))),
                "http://qa.example.org/",
                null,
                true,
                true);
    }

    private static byte[] golden() throws IOException {
        try (var file = GoldenLedgerTest.class.getResourceAsStream(NEWEST)) {
            return file.readAllBytes();
        }
    }

    private static void write(Path file) throws IOException {
        try (var ledger = Samples.open(file)) {
            for (var each : everything()) {
                ledger.append(each);
            }
        }
    }

    /** Writes the newest golden file. Only while its format is not released. */
    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments.length > 0 ? arguments[0] : "src/test/resources" + NEWEST);
        Files.deleteIfExists(file);
        write(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
    }

    @Test
    void whatIsWrittenTodayIsByteForByteTheGoldenFile() throws Exception {
        var file = folder.resolve("ledger.jsonl");
        write(file);
        var expected = new String(golden(), StandardCharsets.US_ASCII).lines().toList();
        var actual = Files.readAllLines(file);
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(
                    expected.get(i),
                    actual.get(i),
                    "The format changed in line " + (i + 1)
                            + ". Not released yet: run this class's main. Released: a new" + " format, and a new file");
        }
        assertArrayEquals(golden(), Files.readAllBytes(file));
    }

    @Test
    void theGoldenFileIsReadAndSaysWhatItSaid() throws Exception {
        var file = Files.write(folder.resolve("ledger.jsonl"), golden());
        try (var ledger = Samples.open(file)) {
            assertEquals(List.of(), ledger.warnings());
            var view = ledger.view();
            assertEquals(Samples.HEADER, view.site().orElseThrow());
            assertEquals(
                    Samples.release(1), view.current(Samples.QA).orElseThrow().release());
            assertEquals(
                    new Traffic(1000, 2), view.current(Samples.QA).orElseThrow().traffic());
            var approval = view.mergedAs(Samples.commit(2)).orElseThrow();
            assertEquals("Quinn", approval.votes().get(0).name());
            assertEquals(
                    everything().stream().flatMap(List::stream).toList(),
                    view.entries(1, 1000).stream().map(LedgerEntry::event).toList());
        }
        assertArrayEquals(golden(), Files.readAllBytes(file), "opening it changes nothing");
    }

    @Test
    void everyKindOfEventIsInIt() throws Exception {
        var missing = Arrays.stream(LedgerEvent.class.getPermittedSubclasses())
                .filter(type -> type != UnknownEvent.class && type != LedgerHeader.class)
                .filter(type -> everything().stream().flatMap(List::stream).noneMatch(type::isInstance))
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        assertTrue(missing.isEmpty(), missing::toString);
    }
}
