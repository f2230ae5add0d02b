package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is configured for whom: by administrators, in folders, for repositories and jobs. */
class EnvironmentDefinitionTest {
    private static final String SHOP = "https://git.example.org/shop.git";
    private static final String BLOG = "https://git.example.org/blog.git";
    private static final EnvironmentName PRODUCTION = new EnvironmentName("production");

    private static EnvironmentDefinition production(String in, String repository, String owners, String branch) {
        return defined(in, "production", branch, null, repository, null, owners, null);
    }

    private static EnvironmentDefinition defined(
            String in,
            String name,
            String branch,
            Integer port,
            String repository,
            String site,
            String owners,
            String target) {
        var settings =
                new EnvironmentSettings(name, branch, port, null, null, null, null, null, null, null, null, null, null);
        return EnvironmentDefinition.parse(in, settings, repository, site, owners, target);
    }

    private static Optional<String> branchFor(String job, String repository, EnvironmentDefinition... all) {
        return EnvironmentDefinition.find(
                        List.of(all), job, RepositoryAddress.of(repository).canonical(), SiteFolder.ROOT, PRODUCTION)
                .map(found -> found.environment().branch().value());
    }

    @Test
    void anyJobThatDeploysTheRepositoryMeansTheEntryForIt() {
        var shops = production("", "git@git.example.org:shop.git", "shop", "release");

        assertEquals(Optional.of("release"), branchFor("shop/main", SHOP, shops));
        assertEquals(Optional.of("release"), branchFor("somebody/else", SHOP, shops));
        assertEquals(Optional.empty(), branchFor("shop/main", BLOG, shops));
        assertTrue(shops.mayDeploy("shop"));
        assertTrue(shops.mayDeploy("shop/feature%2Fx"));
        assertFalse(shops.mayDeploy("somebody/else"));
        assertFalse(shops.mayDeploy("shop-copy"));
        assertFalse(shops.mayDeploy("Shop"));
    }

    @Test
    void anEntryForAnyRepositoryIsForItsOwnersOrForAll() {
        var shops = production("", null, "shop, team/deploy", "release");
        assertEquals(Optional.of("release"), branchFor("team/deploy", BLOG, shops));
        assertEquals(Optional.empty(), branchFor("other", SHOP, shops));

        assertEquals(Optional.of("release"), branchFor("other", SHOP, production("", null, null, "release")));
    }

    @Test
    void whatAnAdministratorConfiguredIsNotUndoneInAFolder() {
        var everywhere = production("", null, null, "release");
        var folders = production("team", SHOP, null, "evil");
        assertEquals(Optional.of("release"), branchFor("team/job", SHOP, folders, everywhere));
    }

    @Test
    void whatIsConfiguredInAFolderIsNotUndoneInAFolderBelow() {
        var outer = production("team", null, null, "release");
        var inner = production("team/sub", SHOP, null, "evil");
        assertEquals(Optional.of("release"), branchFor("team/sub/job", SHOP, inner, outer));
        assertEquals(Optional.of("evil"), branchFor("team/sub/job", SHOP, inner));
    }

    @Test
    void aFolderConfiguresForItsOwnJobsOnly() {
        var teams = production("team", SHOP, null, "main");
        assertEquals(Optional.of("main"), branchFor("team/deploy/master", SHOP, teams));
        assertEquals(Optional.of("main"), branchFor("team", SHOP, teams));
        assertEquals(Optional.empty(), branchFor("other/deploy", SHOP, teams));
        assertEquals(Optional.empty(), branchFor("team-b/deploy", SHOP, teams));
        assertFalse(teams.mayDeploy("other/deploy"));
    }

    @Test
    void ownersInAFolderAreNamedRelativeToIt() {
        var teams = production("team", null, "deploy", "main");
        assertTrue(teams.mayDeploy("team/deploy/master"));
        assertFalse(teams.mayDeploy("deploy"));
        assertEquals(Optional.of("main"), branchFor("team/other", SHOP, teams), "found, so that it can be refused");
        assertFalse(teams.mayDeploy("team/other"));
        assertThrows(InvalidValueException.class, () -> production("team", null, "../other/deploy", "main"));
    }

    @Test
    void theEntryForTheRepositoryGoesBeforeTheOneForAny() {
        var any = production("", null, null, "any");
        var shops = production("", SHOP, null, "shops");
        assertEquals(Optional.of("shops"), branchFor("job", SHOP, any, shops));
        assertEquals(Optional.of("any"), branchFor("job", BLOG, any, shops));
    }

    @Test
    void twoFoldersOfARepositoryAreTwoSites() {
        var docs = defined("", "production", null, null, SHOP, "docs", null, null);
        String shop = RepositoryAddress.of(SHOP).canonical();
        assertEquals(
                Optional.empty(), EnvironmentDefinition.find(List.of(docs), "job", shop, SiteFolder.ROOT, PRODUCTION));
        assertEquals(
                Optional.of(docs),
                EnvironmentDefinition.find(List.of(docs), "job", shop, new SiteFolder("docs/"), PRODUCTION));
    }

    @Test
    void twoForOneNameAndSiteAreRefused() {
        assertRefused(
                "environment \"production\"",
                Set.of(),
                production("", SHOP, null, "main"),
                production("", "ssh://git@git.example.org/shop", null, "other"));
        EnvironmentDefinition.check(
                List.of(production("", SHOP, null, "main"), production("", BLOG, null, "main")), Set.of());
    }

    @Test
    void aTargetThatIsNotConfiguredIsRefused() {
        var there = defined("", "qa", null, null, SHOP, null, null, "engine-a");
        EnvironmentDefinition.check(List.of(there), Set.of(new TargetName("engine-a")));
        assertRefused("In environment qa: Invalid target \"engine-a\"", Set.of(new TargetName("engine-b")), there);
        assertThrows(InvalidValueException.class, () -> defined("", "qa", null, null, SHOP, null, null, "Engine A"));
    }

    @Test
    void onePortTwiceOnOneTargetIsRefused() {
        var targets = Set.of(new TargetName("a"), new TargetName("b"));
        var qa = defined("", "qa", null, null, SHOP, null, null, "a");
        var other = defined("", "staging", "main", 8081, BLOG, null, null, "a");
        assertRefused("In environment staging: Invalid port \"8081\"", targets, qa, other);
        EnvironmentDefinition.check(List.of(qa, defined("", "staging", "main", 8081, BLOG, null, null, "b")), targets);
        EnvironmentDefinition.check(
                List.of(
                        defined("", "qa", null, null, SHOP, null, null, null),
                        defined("", "staging", "main", 8081, BLOG, null, null, null)),
                targets);
    }

    @Test
    void eachValueIsParsedAsStepsParseIt() {
        assertThrows(InvalidValueException.class, () -> defined("", "QA", null, null, null, null, null, null));
        assertThrows(InvalidValueException.class, () -> defined("", "staging", null, 8082, null, null, null, null));
        assertThrows(InvalidValueException.class, () -> defined("", "staging", "main", null, null, null, null, null));
        assertThrows(InvalidValueException.class, () -> defined("", "qa", "-b", null, null, null, null, null));
        assertThrows(InvalidValueException.class, () -> defined("", "qa", null, 0, null, null, null, null));
        assertThrows(InvalidValueException.class, () -> defined("", "qa", null, null, "ext::sh", null, null, null));
        assertThrows(InvalidValueException.class, () -> defined("", "qa", null, null, null, "../x", null, null));
    }

    @Test
    void ownersAreOneALineOrWithCommasBetween() {
        assertEquals(
                List.of("shop", "team/deploy", "a b"),
                OwnerNames.parse(" shop,team/deploy\r\n\n a b ,shop").names());
        assertEquals(List.of(), OwnerNames.parse(" \n ").names());
        for (var bad : List.of("/shop", "shop/", "a//b", ".", "a/../b", "a\\b", "a\u202eb", "x".repeat(501))) {
            assertThrows(InvalidValueException.class, () -> OwnerNames.parse(bad), bad);
        }
        String many = String.join(
                "\n", IntStream.range(0, 101).mapToObj(n -> "job" + n).toList());
        assertThrows(InvalidValueException.class, () -> OwnerNames.parse(many));
    }

    @Test
    void ownersFollowARename() {
        var owners = OwnerNames.parse("team/shop\nteam/shop-b\nblog");
        assertEquals(
                "group/shop\ngroup/shop-b\nblog",
                owners.renamed("team", "group").text());
        assertEquals(
                "team/store\nteam/shop-b\nblog",
                owners.renamed("team/shop", "team/store").text());
        assertEquals(owners, owners.renamed("shop", "x"));
    }

    private static void assertRefused(String words, Set<TargetName> targets, EnvironmentDefinition... all) {
        var refused =
                assertThrows(InvalidValueException.class, () -> EnvironmentDefinition.check(List.of(all), targets));
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}
