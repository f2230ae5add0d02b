package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryAddressTest {

    @ParameterizedTest
    @DisplayName("An attacker spells one repository anew to get an empty ledger: it is the same site")
    @ValueSource(
            strings = {
                "https://git.example.org/org/repo",
                "https://git.example.org/org/repo/",
                "HTTPS://GIT.Example.org:443/org//repo.git",
                "http://git.example.org:80/org/repo.git/",
                "http://git.example.org:080/org/repo.git//",
                "https://someone:secret@git.example.org/org/repo.git",
                "https://git.example.org./org/repo",
                "https://git.example.org/./org/x/../repo",
                "https://git.example.org/%6frg/rep%6F%2egit",
                "https://git.example.org/%2e/org/x/%2E%2e/repo",
                "ssh://git@git.example.org/org/repo.git",
                "ssh://alice@git.example.org:22/org/repo",
                "ssh://git@git.example.org/~/org/repo",
                "git@git.example.org:org/repo.git",
                "git@git.example.org:/org/repo.git",
                "git.example.org:org/./repo",
                "git@GIT.example.org:org//repo/",
                "git://git.example.org:9418/org/repo",
                "  https://git.example.org/org/repo  "
            })
    void everySpellingIsOneSite(String url) {
        assertEquals("git.example.org/org/repo", RepositoryAddress.of(url).canonical());
        assertEquals(
                SiteId.of("https://git.example.org/org/repo.git", SiteFolder.ROOT), SiteId.of(url, SiteFolder.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/Org/Repo",
                "git@github.com:org/repo.git",
                "ssh://git@ssh.github.com:443/org/repo.git",
                "https://www.github.com/ORG/repo/",
                "org-1234@github.com:org/repo.git"
            })
    void whatIsKnownOfPublicHostsCounts(String url) {
        assertEquals("github.com/org/repo", RepositoryAddress.of(url).canonical());
    }

    @Test
    @DisplayName("Different repositories never share an id")
    void differentRepositories() {
        var urls = new String[] {
            "https://git.example.org/org/repo",
            "https://git.example.org/org/Repo",
            "https://git.example.org/Org/repo",
            "https://git.example.org/org/repo2",
            "https://git.example.org/org/re/po",
            "https://git.example.org/org/repo.git.git",
            "https://git.example.org/org/repo%2520",
            "https://git.example.org/org/repo%20x",
            "https://git.example.org:8443/org/repo",
            "ssh://git@git.example.org:2222/org/repo",
            "https://git2.example.org/org/repo",
            "https://git.example.org/",
            "https://127.0.0.1/org/repo",
            "https://[::1]/org/repo",
            "alice@git.example.org:org/repo",
            "bob@git.example.org:org/repo",
            "file:///git.example.org/org/repo",
            "/org/repo",
            "git@git.example.org:org/repo%20x"
        };
        var ids =
                Arrays.stream(urls).map(url -> SiteId.of(url, SiteFolder.ROOT)).collect(Collectors.toSet());
        assertEquals(urls.length, ids.size(), ids.toString());
    }

    @Test
    void aHomeFolderIsItsOwnersHoweverItIsWritten() {
        for (var url : new String[] {
            "alice@git.example.org:repo",
            "alice@git.example.org:~/repo.git",
            "bob@git.example.org:~alice/repo",
            "ssh://alice@git.example.org/~/repo",
            "ssh://git.example.org:22/~alice/repo",
            "ssh://bob@git.example.org/%7Ealice/repo"
        }) {
            assertEquals(
                    "git.example.org/~alice/repo", RepositoryAddress.of(url).canonical(), url);
        }
    }

    @Test
    void oneAddressOfAMachineIsWrittenInOneWay() {
        for (var url : new String[] {"https://[::1]/r", "https://[0:0:0:0:0:0:0:1]:443/r", "ssh://[0::0001]/r.git"}) {
            assertEquals("[0:0:0:0:0:0:0:1]/r", RepositoryAddress.of(url).canonical(), url);
        }
        assertEquals(
                "127.0.0.1/r",
                RepositoryAddress.of("http://[::ffff:127.0.0.1]/r").canonical());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/git/site.git",
                "file:///srv/git/site",
                "file:/srv/git/site.git",
                "FILE:/srv/git/site.git",
                "FiLe:////srv//git/./site.git/",
                "  /srv/git/site/.git",
                "file:///srv/%67it/site.git"
            })
    void localSpellingsAreSeenThrough(String url) {
        assertTrue(RepositoryAddress.of(url).isLocal());
        assertEquals("file:/srv/git/site", RepositoryAddress.of(url).canonical());
    }

    @ParameterizedTest
    @DisplayName("bad input: an address that servers read in more than one way is refused")
    @ValueSource(
            strings = {
                "",
                "site.git",
                "../site.git",
                "~/site.git",
                "C:/site.git",
                "C:\\site.git",
                "file:site.git",
                "file://host/site.git",
                "http:/site.git",
                "ext:sh",
                "ext::sh -c touch% /tmp/x",
                "ftp://git.example.org/site",
                "git+ssh://git.example.org/site",
                "https://git.example.org/a%2Fb",
                "https://git.example.org/a%5cb",
                "https://git.example.org/a\\b",
                "https://git.example.org/a%00",
                "https://git.example.org/a%4",
                "https://git.example.org/a%zz",
                "https://git.example.org/a?b",
                "https://git.example.org/a#b",
                "https://git.example.org/a;b/c",
                "https://git.example.org/../a",
                "https://git.example.org:0/a",
                "https://git.example.org:99999/a",
                "https://a@b@git.example.org/a",
                "https://git.example.org\\@evil.example/a",
                "https://2130706433/a",
                "https://127.1/a",
                "https://0x7f.0.0.1/a",
                "https://0177.0.0.1/a",
                "https://[::zz]/a",
                "ssh://git@git.example.org/a/../b",
                "git@git.example.org:a/../b",
                "/srv/git/../site.git",
                "file:///srv/%2e%2e/site.git"
            })
    void ambiguousAddressesAreRefused(String url) {
        assertThrows(InvalidValueException.class, () -> RepositoryAddress.of(url));
        assertThrows(InvalidValueException.class, () -> SiteId.of(url, SiteFolder.ROOT));
    }

    @Test
    void noPasswordIsShown() {
        var refused = assertThrows(
                InvalidValueException.class, () -> RepositoryAddress.of("https://u:s3cret@git.example.org/a?b"));
        assertFalse(refused.getMessage().contains("s3cret"), refused.getMessage());
        assertFalse(RepositoryAddress.of("https://u:s3cret@git.example.org/a")
                .toString()
                .contains("s3cret"));
    }

    @Test
    @DisplayName("An attacker cannot search for a repository with another one's site id: 128 bits of it are a hash")
    void idsAreTooLongToForge() {
        var id = SiteId.of("https://git.example.org/" + "long-name".repeat(20), new SiteFolder("docs"));
        assertEquals(63, id.value().length(), id.value());
        assertTrue(id.value().matches("[a-z0-9-]+-[0-9a-f]{32}"), id.value());
        assertFalse(id.equals(SiteId.of("https://git.example.org/" + "long-name".repeat(20), SiteFolder.ROOT)));
    }
}
