package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedTypesTest {

    private static final String LONG = "a".repeat(10_000);
    private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

    private static InvalidValueException refused(Function<String, ?> type, String value) {
        return assertThrows(InvalidValueException.class, () -> type.apply(value), () -> "accepted: " + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qa", "production", "a", "qa-2", "1", "a23456789012345678901234567890123456789"})
    void environmentNamesAreAccepted(String name) {
        assertEquals(name, new EnvironmentName(name).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "QA",
                "a/b",
                "../qa",
                "a b",
                "-qa",
                "qa-",
                "q\na",
                "qa\n",
                "q\u0000a",
                "qä",
                "q.a",
                "$(id)",
                "q\u202ea"
            })
    void environmentNamesAreRefused(String name) {
        refused(EnvironmentName::new, name);
    }

    @Test
    @DisplayName("A refusal names the kind, the value made printable, and what is allowed, and stays short")
    void refusalIsReadable() {
        String control = refused(EnvironmentName::new, "q\u001b[31ma\nb").getMessage();
        assertTrue(control.contains("environment name \"q\\u001b[31ma\\u000ab\""), control);
        assertTrue(control.contains("lower-case letters"), control);
        String bidirectional = refused(EnvironmentName::new, "q\u202ea").getMessage();
        assertTrue(bidirectional.contains("q\\u202ea"), bidirectional);
        String huge = refused(EnvironmentName::new, LONG).getMessage();
        assertTrue(huge.contains("10000 characters"), huge);
        assertTrue(huge.length() < 400, huge);
        assertTrue(refused(EnvironmentName::new, null).getMessage().contains("(none)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"developer", "master", "release/2.1", "feature/JIRA-12_fix", "a@b", "v1.0", "x+y=z,#1"})
    void branchNamesAreAccepted(String name) {
        assertEquals("refs/heads/" + name, new BranchName(name).ref());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-f",
                "--upload-pack=x",
                "a b",
                "a..b",
                "a//b",
                "/a",
                "a/",
                "a.",
                ".a",
                "a/.b",
                "a/-b",
                "a.lock",
                "a.lock/b",
                "a@{1}",
                "a~1",
                "a^",
                "a:b",
                "a?",
                "a*",
                "a[b",
                "a\\b",
                "HEAD",
                "refs/heads/a",
                "a\u0007",
                "a\n",
                "ä",
                "a;id",
                "a`id`"
            })
    void branchNamesAreRefused(String name) {
        refused(BranchName::new, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://qa.example.org/", "http://localhost:8081", "HTTPS://qa.example.org/shop?x=1#top"})
    void webAddressesAreAccepted(String address) {
        assertEquals(address, new WebAddress(address).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "qa.example.org",
                "//qa.example.org/",
                "javascript:alert(1)",
                "data:text/html,x",
                "ftp://qa.example.org/",
                "https:///nowhere",
                "https://user:secret@qa.example.org/",
                "https://qa.example.org/\nSet-Cookie:x",
                "https://qa.example.org/\" onmouseover=\"x",
                "-https://qa.example.org/"
            })
    void webAddressesAreRefused(String address) {
        refused(WebAddress::new, address);
    }

    @Test
    void oversizeValuesAreRefusedEverywhere() {
        refused(EnvironmentName::new, LONG);
        refused(BranchName::new, LONG);
        refused(SiteFolder::new, LONG);
        refused(SiteId::new, LONG);
        refused(ImageRef::new, LONG);
        refused(CommitId::new, LONG);
        refused(HttpPath::new, "/" + LONG);
        refused(ReleaseId::new, LONG);
        refused(ApprovalId::new, LONG);
        refused(DeploymentId::new, LONG);
    }

    @Test
    void commitsTreesAndDigestsAreFullLowerCaseHashes() {
        assertEquals("0123456789ab", new CommitId(HASH).abbreviated());
        assertEquals("ffffffffffff", new ImageDigest("sha256:" + "f".repeat(64)).abbreviated());
        refused(CommitId::new, HASH.substring(1));
        refused(CommitId::new, HASH.replace('a', 'A'));
        refused(CommitId::new, HASH + "\n");
        refused(TreeId::new, "master");
        refused(ImageDigest::new, "f".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 80, 8081, 65_535})
    void portsInRangeAreAccepted(int port) {
        assertEquals(port, new Port(port).value());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void portsOutOfRangeAreRefused(int port) {
        var e = assertThrows(InvalidValueException.class, () -> new Port(port));
        assertTrue(e.getMessage().contains(Integer.toString(port)), e.getMessage());
        assertTrue(e.getMessage().contains("1 to 65535"), e.getMessage());
    }

    @Test
    void siteFoldersAreNormalised() {
        assertEquals("public", new SiteFolder("./public/").value());
        assertEquals("docs/site", new SiteFolder("docs/site").value());
        assertTrue(new SiteFolder("").isRoot());
        assertTrue(new SiteFolder(null).isRoot());
        assertTrue(new SiteFolder(".").isRoot());
        assertTrue(new SiteFolder("./").isRoot());
        assertFalse(new SiteFolder("a..b").isRoot(), "two dots inside a name are a name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../x",
                "a/../b",
                "a/..",
                "/etc",
                "/",
                "//x",
                "C:\\x",
                "C:/x",
                "a\\b",
                "~root",
                ".git",
                "a/.git/hooks",
                "a//b",
                "-x",
                "a\nb",
                "a\u0000",
                "a/./b"
            })
    void siteFoldersThatLeaveTheRepositoryAreRefused(String folder) {
        refused(SiteFolder::new, folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "httpd:2.4",
                "haproxy",
                "branch-gate/site-1a2b3c4d:0123456789ab",
                "localhost:5000/a/b_c:x",
                "registry.example.org/a@sha256:" + "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void imageReferencesAreAccepted(String reference) {
        assertEquals(reference, new ImageRef(reference).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "Ab", "a b", "a:", "a:-x", "a//b", "a@sha256:12", "a\n", "a:b\n", "../a"})
    void imageReferencesAreRefused(String reference) {
        refused(ImageRef::new, reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "/a b", "/a\r\nHost: x", "/a#b", "/\"", "/<", "/ä", "/a\n"})
    void healthPathsThatWouldBreakARequestAreRefused(String path) {
        refused(HttpPath::new, path);
    }

    @Test
    @DisplayName("One remote has one site id, whoever reads it and however the address ends")
    void siteIdIgnoresCredentialsAndSuffix() {
        var expected = SiteId.of("https://git.example.org/team/site.git", SiteFolder.ROOT);
        assertEquals(expected, SiteId.of("https://user:secret@git.example.org/team/site.git", SiteFolder.ROOT));
        assertEquals(expected, SiteId.of("https://git.example.org/team/site/", SiteFolder.ROOT));
        assertTrue(expected.value().startsWith("site-"), expected.value());
        assertFalse(expected.equals(SiteId.of("https://git.example.org/other/site.git", SiteFolder.ROOT)));
        assertFalse(expected.equals(SiteId.of("https://git.example.org/team/site.git", new SiteFolder("docs"))));
        assertTrue(SiteId.of("git@git.example.org:team/My Site.git", SiteFolder.ROOT)
                .value()
                .startsWith("my-site-"));
        assertTrue(SiteId.of("file:///srv/git/…", SiteFolder.ROOT).value().startsWith("site-"));
    }

    @Test
    void strategiesAndPoliciesSayWhatIsAllowed() {
        assertEquals(MergeStrategy.FAST_FORWARD_ONLY, MergeStrategy.parse("fast-forward-only"));
        assertTrue(refused(MergeStrategy::parse, "rebase").getMessage().contains("squash"));
        assertEquals(RetestPolicy.IF_TREE_DIFFERS, RetestPolicy.parse("ifTreeDiffers"));
        assertTrue(refused(RetestPolicy::parse, null).getMessage().contains("never"));
    }

    @Test
    void targetsAreAKindAndAnId() {
        assertEquals("docker:7TZZ:JJ2K", TargetId.ofDocker("7TZZ:JJ2K").value());
        assertEquals("swarm:x9", new TargetId("swarm:x9").toString());
        assertThrows(InvalidValueException.class, () -> TargetId.ofDocker("a b"));
        assertThrows(InvalidValueException.class, () -> TargetId.ofDocker(""));
        assertThrows(InvalidValueException.class, () -> TargetId.ofDocker("a".repeat(201)));
        assertThrows(InvalidValueException.class, () -> new TargetId("7TZZ"));
        assertThrows(InvalidValueException.class, () -> new TargetId("docker:a\n"));
        assertThrows(InvalidValueException.class, () -> new TargetId(null));
    }
}
