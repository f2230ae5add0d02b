package io.jenkins.plugins.branchgate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTest {

    private static final GitCredentials.SshKey KEY =
            new GitCredentials.SshKey(null, "key text", "secret", new HostTrust.FirstMet());
    private static final GitCredentials.UserPassword PASSWORD = new GitCredentials.UserPassword("qa", "s3cret");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://git.example.org/site.git",
                "https://git.example.org:8443/team/site",
                "https://[::1]:8443/site.git"
            })
    void addressesWithoutCredentialsAreTaken(String url) {
        assertEquals(url, Remote.of(url).url());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///srv/git/site.git", "/srv/git/site.git", "file:/srv/git/site.git"})
    void localAddressesAreTakenWhereTheyAreAllowed(String url) {
        assertEquals(url, new Remote(url, new GitCredentials.None(), true).url());
        assertEquals(url, Remote.unasked(url).url());
    }

    @ParameterizedTest
    @DisplayName("A Jenkinsfile names a repository on the controller's disk: refused, in the same words if it exists")
    @ValueSource(
            strings = {
                "/",
                "/etc",
                "/nowhere/site.git",
                "  /etc",
                "file:///etc",
                "file:/etc",
                "FILE:///etc",
                "File:/etc",
                "file:etc",
                "\tfile:///etc",
                "file://localhost/etc",
                "//etc",
                "etc",
                "./etc",
                "~/site.git",
                "~jenkins/site.git",
                "C:/site.git",
                "C:\\site.git",
                "\\\\host\\site.git",
                "ext::sh -c touch% /tmp/x",
                "ext:/etc",
                "fd::0",
                "bundle:/etc",
                "git://git.example.org/site.git",
                "unknown://git.example.org/site.git"
            })
    void theControllersDiskIsRefused(String url) {
        for (var credentials : new GitCredentials[] {new GitCredentials.None(), PASSWORD, KEY}) {
            var refused = assertThrows(InvalidValueException.class, () -> new Remote(url, credentials));
            assertEquals(
                    new InvalidValueException("repository address", url, "X").getMessage(),
                    refused.getMessage()
                            .replaceFirst(
                                    "allowed is a Git address: http://.* set the Java system property"
                                            + " hudson.plugins.git.GitSCM.ALLOW_LOCAL_CHECKOUT to true",
                                    "allowed is X"));
        }
    }

    @ParameterizedTest
    @DisplayName("Whose home folder an SSH address means does not depend on credentials")
    @ValueSource(strings = {"git.example.org:site.git", "ssh://git.example.org/~/site.git"})
    void nobodysHomeFolder(String url) {
        var alice = new GitCredentials.SshKey("alice", "key text", null, new HostTrust.FirstMet());
        assertThrows(InvalidValueException.class, () -> new Remote(url, alice));
        assertEquals("alice@git.example.org:site", new Remote("alice@git.example.org:site", alice).url());
        assertEquals("git.example.org:/srv/site", new Remote("git.example.org:/srv/site", alice).url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://git@git.example.org:2222/team/site.git",
                "ssh://git.example.org/~/site.git",
                "git@git.example.org:team/site.git",
                "git.example.org:team/site.git"
            })
    void sshAddressesAreTakenWithAKey(String url) {
        assertEquals(url, new Remote(url, KEY).url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "site.git",
                "../site.git",
                "-u/srv/git",
                "--upload-pack=touch /tmp/x",
                "ext::sh -c touch% /tmp/x",
                "fd::17",
                "git://git.example.org/site.git",
                "ftp://git.example.org/site.git",
                "amazon-s3://bucket/site.git",
                "http://",
                "http:///site.git",
                "http://-oProxyCommand=x/site.git",
                "ssh://-oProxyCommand=x/site.git",
                "-oProxyCommand=x:site.git",
                "git@-oProxyCommand=x:site.git",
                "git@host:-site.git",
                "file://host/site.git",
                "http://git.example.org/a\nb",
                "http://git.example.org/a\u0000b",
                "/srv/\u202Egit"
            })
    @DisplayName("bad input: addresses that are no http, https, ssh or file address are refused")
    void otherAddressesAreRefused(String url) {
        for (var credentials : new GitCredentials[] {new GitCredentials.None(), KEY}) {
            var refused = assertThrows(InvalidValueException.class, () -> new Remote(url, credentials));
            assertTrue(refused.getMessage().contains("Nothing was changed"), refused.getMessage());
        }
    }

    @Test
    @DisplayName("bad input: an address of 10,000 characters is refused with a short message")
    void hugeAddress() {
        var refused = assertThrows(
                InvalidValueException.class, () -> Remote.of("http://git.example.org/" + "a".repeat(10_000)));
        assertTrue(refused.getMessage().length() < 500, refused.getMessage());
    }

    @Test
    void userAndPasswordInTheUrlBecomeCredentials() {
        var remote = Remote.of("https://qa:s3%2Fcr%40+t@git.example.org/site.git");
        assertEquals("https://git.example.org/site.git", remote.url());
        assertEquals(new GitCredentials.UserPassword("qa", "s3/cr@+t"), remote.credentials());
    }

    @Test
    void givenCredentialsWinOverThoseInTheUrl() {
        var remote = new Remote("https://x:y@git.example.org/site.git", PASSWORD);
        assertEquals(PASSWORD, remote.credentials());
        assertEquals("https://git.example.org/site.git", remote.url());
    }

    @Test
    @DisplayName("peers, merge: credentials are checked against the URL's scheme before anything starts")
    void credentialsFitTheScheme() {
        for (var wrong : new Object[][] {
            {"https://git.example.org/site.git", KEY},
            {"ssh://git@git.example.org/site.git", PASSWORD},
            {"ssh://git@git.example.org/site.git", new GitCredentials.None()},
            {"git@git.example.org:site.git", PASSWORD},
            {"/srv/git/site.git", PASSWORD},
            {"file:///srv/git/site.git", KEY}
        }) {
            var refused = assertThrows(
                    InvalidValueException.class, () -> new Remote((String) wrong[0], (GitCredentials) wrong[1], true));
            assertTrue(refused.getMessage().contains("credentials for"), refused.getMessage());
        }
    }

    @Test
    void noSecretIsShown() {
        var texts = new Remote("ssh://git@h.example/site.git", KEY)
                + KEY.toString()
                + PASSWORD
                + new Remote("https://h.example/site.git", PASSWORD);
        assertFalse(texts.contains("s3cret") || texts.contains("secret") || texts.contains("key text"), texts);
        for (var url : new String[] {"https://qa:s3cret@bad host/x", "ssh://git:s3cret@h.example/site.git"}) {
            var refused = assertThrows(InvalidValueException.class, () -> new Remote(url, KEY));
            assertFalse(refused.getMessage().contains("s3cret"), refused.getMessage());
        }
    }
}
