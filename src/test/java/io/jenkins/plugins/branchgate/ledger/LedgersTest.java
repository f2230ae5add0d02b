package io.jenkins.plugins.branchgate.ledger;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgersTest {

    private static final SiteId ONE = new SiteId("one-00000001");
    private static final SiteId TWO = new SiteId("two-00000002");

    private static final String REMOTE = "https://git.example.org/team/shop.git";

    @TempDir
    Path folder;

    @Test
    void eachSiteHasItsOwnLedgerOpenedOnceAndFoundAgain() throws Exception {
        var root = folder.resolve("branch-gate");
        try (var ledgers = new Ledgers(root, Samples.CLOCK)) {
            assertEquals(Set.of(), ledgers.sites());
            var one = ledgers.of(ONE, REMOTE, SiteFolder.ROOT);
            assertSame(one, ledgers.of(ONE));
            Samples.append(one, Samples.opened(1, Samples.QA));
            assertEquals(
                    0, ledgers.of(TWO, REMOTE, new SiteFolder("docs")).view().sequence());
        }
        Files.createDirectories(root.resolve("An old copy"));
        Files.createFile(root.resolve("An old copy/ledger.jsonl"));
        Files.createDirectories(root.resolve("no-ledger-here"));
        try (var ledgers = new Ledgers(root, Samples.CLOCK)) {
            assertEquals(Set.of(ONE, TWO), ledgers.sites());
            assertEquals(1, ledgers.of(ONE).view().sequence());
        }
    }

    @Test
    void afterClosingNoneIsOpenedAgain() throws Exception {
        var ledgers = new Ledgers(folder, Samples.CLOCK);
        ledgers.of(ONE, REMOTE, SiteFolder.ROOT);
        ledgers.close();
        assertThrows(LedgerException.class, () -> ledgers.of(ONE));
    }

    @Test
    void askingForAnUnknownSiteMakesNothing() throws Exception {
        try (var ledgers = new Ledgers(folder, Samples.CLOCK)) {
            assertThrows(LedgerException.class, () -> ledgers.of(ONE));
            assertEquals(Set.of(), ledgers.sites());
            assertFalse(Files.exists(folder.resolve(ONE.value())));
        }
    }

    /** Whoever finds a way to another site's id does not get at its approvals. */
    @Test
    void aLedgerIsNotOpenedForAnotherRepositoryThanItWasMadeFor() throws Exception {
        for (boolean open : new boolean[] {true, false}) {
            try (var ledgers = new Ledgers(folder, Samples.CLOCK)) {
                ledgers.of(ONE, REMOTE, SiteFolder.ROOT);
                if (open) {
                    refused(ledgers);
                }
            }
            try (var ledgers = new Ledgers(folder, Samples.CLOCK)) {
                refused(ledgers);
                var sameInOtherWords = ledgers.of(ONE, "git@git.example.org:team/shop", SiteFolder.ROOT);
                assertEquals(0, sameInOtherWords.view().sequence());
            }
        }
    }

    private static void refused(Ledgers ledgers) {
        var another = assertThrows(
                LedgerException.class,
                () -> ledgers.of(ONE, "https://git.example.org/mallory/shop.git", SiteFolder.ROOT));
        assertTrue(another.getMessage().contains("git.example.org/team/shop"), another.getMessage());
        assertTrue(another.getMessage().contains("git.example.org/mallory/shop"), another.getMessage());
        assertThrows(LedgerException.class, () -> ledgers.of(ONE, REMOTE, new SiteFolder("docs")));
    }

    @Test
    void aLedgerCopiedToAnotherSiteIsNotThatSites() throws Exception {
        try (var ledgers = new Ledgers(folder, Samples.CLOCK)) {
            ledgers.of(ONE, REMOTE, SiteFolder.ROOT);
        }
        Files.createDirectories(folder.resolve(TWO.value()));
        Files.copy(
                folder.resolve(ONE.value()).resolve("ledger.jsonl"),
                folder.resolve(TWO.value()).resolve("ledger.jsonl"));
        try (var ledgers = new Ledgers(folder, Samples.CLOCK)) {
            var refused = assertThrows(LedgerException.class, () -> ledgers.of(TWO));
            assertTrue(refused.getMessage().contains("belongs to site " + ONE), refused.getMessage());
            assertEquals(Set.of(ONE), ledgers.survey().open().keySet());
            assertEquals(Set.of(TWO), ledgers.survey().unreadable().keySet());
        }
    }

    @Test
    void theOpenLedgersAreKnownWithoutTheDisk() throws Exception {
        try (var ledgers = new Ledgers(folder, Samples.CLOCK)) {
            ledgers.of(ONE, REMOTE, SiteFolder.ROOT);
        }
        try (var ledgers = new Ledgers(folder, Samples.CLOCK)) {
            assertEquals(Set.of(ONE), ledgers.open().keySet(), "the first call opens what there is");
            Files.move(folder, folder.resolveSibling("elsewhere"));
            try {
                assertEquals(Set.of(ONE), ledgers.open().keySet());
            } finally {
                Files.move(folder.resolveSibling("elsewhere"), folder);
            }
        }
    }

    @Test
    void oneSitesUnreadableLedgerHidesNoOther() throws Exception {
        var bad = new SiteId("bad-00000003");
        Files.createDirectories(folder.resolve(bad.value()).resolve("ledger.jsonl"));
        Files.createDirectories(folder.resolve(TWO.value()));
        Files.write(folder.resolve(TWO.value()).resolve("ledger.jsonl"), new byte[5_000_000]);
        try (var ledgers = new Ledgers(folder, Samples.CLOCK)) {
            ledgers.of(ONE, REMOTE, SiteFolder.ROOT);
            assertEquals(Set.of(ONE, TWO, bad), ledgers.sites());
            var survey = ledgers.survey();
            assertEquals(Set.of(ONE, TWO), survey.open().keySet());
            assertTrue(survey.open().get(TWO).view().whyClosed().isPresent(), "five million zeros are no ledger");
            assertTrue(survey.open().get(ONE).view().whyClosed().isEmpty());
            var why = survey.unreadable().get(bad);
            assertTrue(why.contains("cannot be opened"), why);
        }
    }

    @Test
    void aLedgerThatIsSlowToOpenHoldsUpNoOther() throws Exception {
        var opening = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var ledgers = new Ledgers(folder, Samples.CLOCK, (site, ledger) -> {
            if (site.equals(ONE)) {
                opening.countDown();
                uninterrupted(go);
            }
        })) {
            var slow = new Thread(() -> assertDoesNotThrow(() -> ledgers.of(ONE, REMOTE, SiteFolder.ROOT)));
            slow.start();
            opening.await();
            ledgers.of(TWO, REMOTE, SiteFolder.ROOT);
            go.countDown();
            slow.join();
        }
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
