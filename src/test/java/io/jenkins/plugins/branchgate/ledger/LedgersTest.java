package io.jenkins.plugins.branchgate.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.branchgate.model.SiteId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgersTest {

    private static final SiteId ONE = new SiteId("one-00000001");
    private static final SiteId TWO = new SiteId("two-00000002");

    @TempDir
    Path folder;

    @Test
    void eachSiteHasItsOwnLedgerOpenedOnceAndFoundAgain() throws Exception {
        var root = folder.resolve("branch-gate");
        try (var ledgers = new Ledgers(root, Samples.CLOCK)) {
            assertEquals(Set.of(), ledgers.sites());
            var one = ledgers.of(ONE);
            assertSame(one, ledgers.of(ONE));
            Samples.append(one, Samples.opened(1, Samples.QA));
            assertEquals(0, ledgers.of(TWO).view().sequence());
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
        ledgers.of(ONE);
        ledgers.close();
        assertThrows(LedgerException.class, () -> ledgers.of(ONE));
    }
}
