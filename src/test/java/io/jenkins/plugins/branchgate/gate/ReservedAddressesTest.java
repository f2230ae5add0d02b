package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned.How;
import io.jenkins.plugins.branchgate.ledger.EnvironmentRemoved;
import io.jenkins.plugins.branchgate.ledger.Ledgers;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.TargetId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address belongs to its environment, over all sites. */
class ReservedAddressesTest {

    private static final SiteId SHOP = new SiteId("shop-00000000000000000000000000000001");
    private static final SiteId EVIL = new SiteId("evil-00000000000000000000000000000002");
    private static final TargetId ENGINE = new TargetId("docker:one");

    @TempDir
    Path folder;

    private Ledgers ledgers;
    private ReservedAddresses addresses;

    @BeforeEach
    void open() throws IOException {
        ledgers = new Ledgers(folder, Clock.systemUTC());
        for (var site : List.of(SHOP, EVIL)) {
            ledgers.of(site, "https://git.example.org/" + site, SiteFolder.ROOT);
        }
        addresses = new ReservedAddresses(ledgers::survey);
    }

    @AfterEach
    void close() throws IOException {
        ledgers.close();
    }

    private static Ownership ownership(String name, int port, String owner, TargetId target) {
        var terms = new EnvironmentSettings(
                        name, "master", port, null, null, null, null, null, null, null, null, null, null)
                .environment();
        var connection = new TargetConnection(null, "agent", null, null, owner);
        return new Ownership(terms, owner, null, target, connection, null, List.of(), null, null, true, false);
    }

    private void claim(SiteId site, Ownership wanted) throws Exception {
        var before = ledgers.of(site).view().ownership(wanted.name());
        addresses.claim(
                site,
                ledgers.of(site),
                before,
                Optional.of(new EnvironmentOwned(wanted, How.CLAIMED, null, "dana")),
                wanted);
    }

    @Test
    void anotherSitesShadowEnvironmentDoesNotGetProductionsPortEvenWhileNothingAnswersThere() throws Exception {
        claim(SHOP, ownership("production", 8080, "shop", ENGINE));

        var shadow = ownership("shadow", 8080, "evil", ENGINE);
        var refused = assertThrows(NotAdmittedException.class, () -> claim(EVIL, shadow));

        assertTrue(refused.getMessage().contains("production"), refused.getMessage());
        assertTrue(ledgers.of(EVIL).view().ownership(shadow.name()).isEmpty(), "nothing was recorded");
        claim(EVIL, ownership("shadow", 8080, "evil", new TargetId("docker:two")));
    }

    @Test
    void aShadowEnvironmentOfTheSameSiteDoesNotGetItEither() throws Exception {
        claim(SHOP, ownership("production", 8080, "shop", ENGINE));

        assertThrows(NotAdmittedException.class, () -> claim(SHOP, ownership("shadow", 8080, "shop", ENGINE)));
    }

    @Test
    void anEngineThatSaysItIsTheAdministratorsTargetReservesNothingAgainstWhatIsConfiguredThere() throws Exception {
        claim(EVIL, ownership("shadow", 8080, "evil", ENGINE));
        var production = ownership("production", 8080, "shop", ENGINE);
        var configured = production
                .withConnection(TargetConnection.configured("production-engine"))
                .withConfiguredIn("");

        assertThrows(NotAdmittedException.class, () -> claim(SHOP, production), "whoever claims is no administrator");
        assertThrows(NotAdmittedException.class, () -> claim(SHOP, configured.withConfiguredIn("shop")));
        claim(SHOP, configured);
    }

    @Test
    void anAddressIsFreeOnceItsEnvironmentWasRemoved() throws Exception {
        var production = ownership("production", 8080, "shop", ENGINE);
        claim(SHOP, production);
        ledgers.of(SHOP).<Void, RuntimeException>transact((view, append) -> {
            append.accept(new EnvironmentRemoved(production.name()));
            return null;
        });

        claim(EVIL, ownership("shadow", 8080, "evil", ENGINE));

        assertEquals(
                "shop",
                ledgers.of(SHOP)
                        .view()
                        .ownership(production.name())
                        .orElseThrow()
                        .owner());
        assertThrows(NotAdmittedException.class, () -> claim(SHOP, production), "somebody else has it now");
    }

    @Test
    void anAddressOnATargetThatWasMovedAwayFromStaysItsOwnUntilItHasLeft() throws Exception {
        var production = ownership("production", 8080, "shop", new TargetId("docker:two"));
        var former = new Ownership.Former(
                ENGINE, production.connection(), production.terms().port());
        claim(SHOP, production.withFormer(List.of(former)));

        assertThrows(NotAdmittedException.class, () -> claim(EVIL, ownership("shadow", 8080, "evil", ENGINE)));
    }

    @Test
    void ofTwoJobsThatClaimOneEnvironmentAtOnceTheSecondIsRefused() throws Exception {
        var mine = ownership("production", 8080, "shop", ENGINE);
        var before = ledgers.of(SHOP).view().ownership(mine.name());
        claim(SHOP, mine);
        var theirs = mine.withOwner("evil");

        assertThrows(
                NotAdmittedException.class,
                () -> addresses.claim(
                        SHOP,
                        ledgers.of(SHOP),
                        before,
                        Optional.of(new EnvironmentOwned(theirs, How.CLAIMED, null, "eve")),
                        theirs));

        assertEquals(
                "shop",
                ledgers.of(SHOP).view().ownership(mine.name()).orElseThrow().owner());
    }
}
