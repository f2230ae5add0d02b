package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.append;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static io.jenkins.plugins.branchgate.ledger.Samples.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTransactionTest {

    @TempDir
    Path folder;

    private Path file;
    private Ledger ledger;

    @BeforeEach
    void openLedger() throws Exception {
        file = folder.resolve("deep/er/ledger.jsonl");
        ledger = open(file);
    }

    @AfterEach
    void closeLedger() throws Exception {
        ledger.close();
    }

    @Test
    void ofManyConcurrentCompareAndSetsEachTakesEffectOnce() throws Exception {
        var pool = Executors.newFixedThreadPool(16);
        var tasks = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 200; i++) {
            int n = i % 50;
            tasks.add(() -> ledger.transact((view, append) -> {
                if (view.deployment(Samples.deployment(n)).isPresent()) {
                    return false;
                }
                append.accept(opened(n, Samples.QA));
                return true;
            }));
        }
        int effective = 0;
        for (var result : pool.invokeAll(tasks)) {
            effective += result.get() ? 1 : 0;
        }
        pool.shutdown();
        assertEquals(50, effective);
        assertEquals(50, ledger.view().sequence());
        reopen();
        assertEquals(List.of(), ledger.warnings());
        assertEquals(50, ledger.view().history(Samples.QA, 100).size());
    }

    private void reopen() throws Exception {
        ledger.close();
        ledger = open(file);
    }

    @Test
    void whatThrowsWritesNothing() throws Exception {
        append(ledger, opened(1, Samples.QA));
        long size = Files.size(file);
        var thrown = assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> ledger.transact((Transaction<Void, java.util.concurrent.TimeoutException>) (view, append) -> {
                    append.accept(opened(2, Samples.QA));
                    throw new java.util.concurrent.TimeoutException("no");
                }));
        assertEquals("no", thrown.getMessage());
        assertEquals(size, Files.size(file));
        assertEquals(1, ledger.view().sequence());
    }

    @Test
    void aTransactionWithinATransactionIsRefused() throws Exception {
        assertThrows(
                IllegalStateException.class,
                () -> ledger.transact((Transaction<Void, java.io.IOException>) (view, append) -> {
                    append(ledger, opened(1, Samples.QA));
                    return null;
                }));
        assertEquals(0, ledger.view().sequence());
        append(ledger, opened(1, Samples.QA));
    }

    @Test
    void appendingAfterTheTransactionIsRefused() throws Exception {
        var kept = new AtomicReference<Consumer<LedgerEvent>>();
        ledger.transact((view, append) -> {
            kept.set(append);
            return null;
        });
        assertThrows(IllegalStateException.class, () -> kept.get().accept(opened(1, Samples.QA)));
    }

    @Test
    void aViewDoesNotChangeAndIsMadeOncePerWrite() throws Exception {
        append(ledger, opened(1, Samples.QA));
        var before = ledger.view();
        assertSame(before, ledger.view());
        append(ledger, opened(2, Samples.QA));
        assertEquals(1, before.sequence());
        assertEquals(1, before.history(Samples.QA, 10).size());
        assertEquals(1, before.entries(1, 10).size());
        assertNotSame(before, ledger.view());
        assertEquals(2, ledger.view().history(Samples.QA, 10).size());
    }

    @Test
    void anAbortedBuildsInterruptHarmsNeitherItsWriteNorAnyOther() throws Exception {
        Thread.currentThread().interrupt();
        append(ledger, opened(1, Samples.QA));
        assertTrue(Thread.currentThread().isInterrupted(), "the interrupt is left to the caller");
        assertEquals(1, ledger.view().entries(1, 10).size());
        Thread.currentThread().interrupt();
        try (var other = open(folder.resolve("other.jsonl"))) {
            append(other, opened(1, Samples.QA));
        }
        assertTrue(Thread.interrupted());
        append(ledger, opened(2, Samples.QA));
        reopen();
        assertEquals(2, ledger.view().sequence());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void hostileTextStaysOneAsciiLineAndComesBackAsItWas() throws Exception {
        String hostile = "a\nb\r\u2028\u202e\"}\u0000\ud800<script>" + "é".repeat(300);
        append(ledger, new ApprovalOpened(Samples.approval(1)));
        append(
                ledger,
                new Voted(
                        Samples.approvalId(1),
                        new Vote("eve", hostile, Verdict.DENIED, Samples.NOW, Channel.CLI, hostile, List.of(hostile))));
        byte[] bytes = Files.readAllBytes(file);
        for (byte b : bytes) {
            assertTrue(b == '\n' || b >= ' ', "byte " + b);
        }
        assertEquals(3, Files.readAllLines(file).size());
        reopen();
        assertEquals(List.of(), ledger.warnings());
        var vote = ledger.view()
                .approval(Samples.approvalId(1))
                .orElseThrow()
                .votes()
                .get(0);
        assertEquals(hostile, vote.comment());
        assertEquals(hostile, vote.ticked().get(0));
    }

    @Test
    void anEventBeyondOneMebibyteIsRefused() throws Exception {
        var huge = new DeploymentFailed(Samples.deployment(1), "x".repeat(1 << 20));
        var thrown = assertThrows(IllegalArgumentException.class, () -> append(ledger, opened(1, Samples.QA), huge));
        assertTrue(thrown.getMessage().contains("at most 1048576"), thrown.getMessage());
        assertEquals(1, Files.readAllLines(file).size(), "the header");
    }

    @Test
    void aClosedLedgerStillShowsWhatItKnewAndTakesNothing() throws Exception {
        append(ledger, opened(1, Samples.QA));
        ledger.close();
        ledger.close();
        assertEquals(1, ledger.view().history(Samples.QA, 10).size());
        assertThrows(LedgerException.class, () -> ledger.view().entries(1, 1));
        assertThrows(LedgerException.class, () -> append(ledger, opened(2, Samples.QA)));
    }

    @Test
    void somethingElseWritingToTheFileIsNoticed() throws Exception {
        append(ledger, opened(1, Samples.QA));
        Files.writeString(file, "hand-written\n", java.nio.file.StandardOpenOption.APPEND);
        var thrown = assertThrows(LedgerException.class, () -> append(ledger, opened(2, Samples.QA)));
        assertTrue(thrown.getMessage().contains("something else changed it"), thrown.getMessage());
        assertEquals(1, ledger.view().sequence());
    }

    @Test
    void listenersHearEveryEntryInOrderAfterItIsOnDiskAndMayWriteThemselves() throws Exception {
        var heard = new ArrayList<Long>();
        ledger.listen(entry -> {
            throw new IllegalStateException("a broken listener");
        });
        var subscription = ledger.listen(entry -> {
            heard.add(entry.sequence());
            try {
                assertEquals(entry, ledger.view().entries(entry.sequence(), 1).get(0));
                if (entry.sequence() == 2) {
                    append(ledger, opened(100, Samples.QA));
                }
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
        append(ledger, opened(1, Samples.QA), opened(2, Samples.QA));
        append(ledger, opened(3, Samples.QA));
        assertEquals(List.of(1L, 2L, 3L, 4L), heard);
        subscription.close();
        append(ledger, opened(4, Samples.QA));
        assertEquals(4, heard.size());
    }

    @Test
    void listenersHearConcurrentEntriesInOrder() throws Exception {
        var heard = java.util.Collections.synchronizedList(new ArrayList<Long>());
        ledger.listen(entry -> heard.add(entry.sequence()));
        var pool = Executors.newFixedThreadPool(8);
        var tasks = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 100; i++) {
            int n = i;
            tasks.add(() -> {
                append(ledger, opened(n, Samples.QA), opened(1000 + n, Samples.PRODUCTION));
                return null;
            });
        }
        for (var result : pool.invokeAll(tasks)) {
            result.get();
        }
        pool.shutdown();
        assertEquals(200, heard.size());
        assertEquals(heard.stream().sorted().toList(), heard);
    }
}
