package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Being let in over SSH, by a real SSH server that runs the installed git. */
class SshAccessTest {
    private static final HostTrust MET = new HostTrust.FirstMet();

    @TempDir
    private Path folder;

    private final Set<PublicKey> authorized = ConcurrentHashMap.newKeySet();
    private TestRemote remote;
    private SshServer server;
    private int port;

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
        start(0);
        port = server.getPort();
    }

    @AfterEach
    void close() throws Exception {
        server.stop(true);
    }

    private void start(int onPort) throws Exception {
        var hostKey = KeyUtils.generateKeyPair("ssh-rsa", 2048);
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(onPort);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals("git") && authorized.stream().anyMatch(k -> KeyUtils.compareKeys(k, key)));
        server.setCommandFactory(new ProcessShellCommandFactory());
        server.start();
    }

    /** Makes a key with ssh-keygen and lets its owner in. */
    private String key(String type, String passphrase, String... more) throws Exception {
        var file = folder.resolve("id_" + type + authorized.size());
        var command = new java.util.ArrayList<>(
                List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file.toString()));
        command.addAll(List.of(more));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        var line = Files.readString(Path.of(file + ".pub"));
        authorized.add(PublicKeyEntry.parsePublicKeyEntry(line).resolvePublicKey(null, null, null));
        return Files.readString(file);
    }

    private Remote remote(String key, String passphrase, HostTrust hosts) {
        return new Remote(
                "ssh://127.0.0.1:" + port + remote.bare(), new GitCredentials.SshKey(null, key, passphrase, hosts));
    }

    private GitException failure(Remote remote) throws GitException {
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote)) {
            return assertThrows(GitException.class, () -> repository.fetch(DEVELOPER));
        }
    }

    private static HostTrust listed(String knownHosts) {
        return new HostTrust.Listed(knownHosts, "the keys that QA wrote down");
    }

    private String hostLine() throws Exception {
        var key = server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic();
        return "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(key) + "\n";
    }

    @ParameterizedTest
    @CsvSource({"ed25519,", "rsa,", "ecdsa,", "ed25519,open sesame", "rsa,open sesame"})
    void fetchesAndMergesWithAKey(String type, String passphrase) throws Exception {
        String key = key(type, passphrase == null ? "" : passphrase);
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote(key, passphrase, MET))) {
            var tested = repository.fetch(DEVELOPER);
            assertEquals(remote.tip("developer"), tested);
            var merged = assertInstanceOf(
                    MergeOutcome.Merged.class,
                    repository.merge(MergeTest.request(
                            tested, repository.fetch(MASTER), MergeStrategy.MERGE, moved -> TipCheck.allow())));
            assertEquals(remote.tip("master"), merged.mergeCommit());
        }
    }

    @Test
    void pemKeysAreReadToo() throws Exception {
        String key = key("rsa", "open sesame", "-m", "PEM");
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote(key, "open sesame", MET))) {
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
        }
    }

    @Test
    void moreThanIsTakenOverSshIsRefused() throws Exception {
        var from = remote(key("ed25519", ""), null, MET);
        for (var few : new ReadLimits.Fetching[] {
            new ReadLimits.Fetching(1 << 20, 100, 1000, 1 << 20, 1 << 20),
            new ReadLimits.Fetching(100, 1 << 20, 1000, 1 << 20, 1 << 20)
        }) {
            var bounds = new ReadLimits(few, ReadLimits.USUAL.reading(), ReadLimits.USUAL.content());
            try (var repository = SiteRepository.open(folder.resolve("mirror"), from, Timeouts.USUAL, bounds)) {
                var refused = assertThrows(GitException.class, () -> repository.fetch(DEVELOPER));
                assertEquals(Reason.TOO_LARGE, refused.reason(), refused.getMessage());
            }
        }
    }

    @Test
    void hookRefusalOverSshIsToldInTheRemotesWords() throws Exception {
        String key = key("ed25519", "");
        remote.hook("pre-receive", "echo 'Not today' >&2; exit 1");
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote(key, null, MET))) {
            var refused = assertInstanceOf(
                    MergeOutcome.Refused.class,
                    repository.merge(MergeTest.request(
                            repository.fetch(DEVELOPER),
                            repository.fetch(MASTER),
                            MergeStrategy.MERGE,
                            moved -> TipCheck.allow())));
            assertTrue(refused.remoteWords().contains("Not today"), refused.remoteWords());
        }
    }

    @Test
    void aKeyThatIsNotLetIn() throws Exception {
        String key = key("ed25519", "");
        authorized.clear();
        var failure = failure(remote(key, null, MET));
        assertEquals(Reason.CREDENTIALS_REFUSED, failure.reason(), failure.getMessage());
        assertTrue(failure.getMessage().contains("refused the SSH key"), failure.getMessage());
    }

    @Test
    void aWrongPassphraseOrNoKeyAtAllIsToldBeforeAnyoneIsAsked() throws Exception {
        String key = key("ed25519", "open sesame");
        server.stop(true);
        for (var wrong : List.of(
                remote(key, "wrong", MET),
                remote(key, null, MET),
                remote("no key", null, MET),
                remote("", null, MET))) {
            var failure = failure(wrong);
            assertEquals(Reason.CREDENTIALS_REFUSED, failure.reason(), failure.getMessage());
            assertTrue(failure.getMessage().contains("private key given cannot be read"), failure.getMessage());
        }
    }

    @Test
    void aHostMetFirstIsRememberedAndAnotherKeyRefused() throws Exception {
        String key = key("ed25519", "");
        var remote = remote(key, null, MET);
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote)) {
            repository.fetch(DEVELOPER);
            repository.fetch(DEVELOPER);
        }
        assertEquals(
                hostLine().strip(),
                Files.readString(folder.resolve("mirror/known_hosts")).strip());
        server.stop(true);
        start(port);
        var failure = failure(remote);
        assertEquals(Reason.HOST_NOT_TRUSTED, failure.reason(), failure.getMessage());
        assertTrue(failure.getMessage().contains("not the one it showed before"), failure.getMessage());
    }

    @Test
    void givenKnownHostsDecide() throws Exception {
        String key = key("ed25519", "");
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote(key, null, listed(hostLine())))) {
            repository.fetch(DEVELOPER);
        }
        var unknown = failure(remote(key, null, listed(hostLine().replace("127.0.0.1", "127.0.0.2"))));
        assertEquals(Reason.HOST_NOT_TRUSTED, unknown.reason());
        assertTrue(unknown.getMessage().contains("not in the keys that QA wrote down"), unknown.getMessage());
        String line = hostLine();
        server.stop(true);
        start(port);
        var changed = failure(remote(key, null, listed(line)));
        assertEquals(Reason.HOST_NOT_TRUSTED, changed.reason());
        assertTrue(
                changed.getMessage().contains("not the one that the keys that QA wrote down names"),
                changed.getMessage());
    }

    /** As an administrator has it who trusts hosts by the known_hosts file and never wrote one. */
    @Test
    void withNobodyListedNobodyIsTrusted() throws Exception {
        var failure = failure(remote(key("ed25519", ""), null, listed("")));
        assertEquals(Reason.HOST_NOT_TRUSTED, failure.reason(), failure.getMessage());
        assertTrue(failure.getMessage().contains("Add it there"), failure.getMessage());
    }

    @Test
    void withoutVerificationAnotherKeyIsTakenToo() throws Exception {
        var remote = remote(key("ed25519", ""), null, new HostTrust.Anyone());
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote)) {
            repository.fetch(DEVELOPER);
            server.stop(true);
            start(port);
            assertEquals(this.remote.tip("developer"), repository.fetch(DEVELOPER));
        }
    }

    @Test
    void noRepositoryThere() throws Exception {
        String key = key("ed25519", "");
        var failure = failure(
                new Remote("ssh://127.0.0.1:" + port + "/none.git", new GitCredentials.SshKey("git", key, null, MET)));
        assertEquals(Reason.REPOSITORY_MISSING, failure.reason(), failure.getMessage());
    }

    @Test
    void nobodyThere() throws Exception {
        String key = key("ed25519", "");
        server.stop(true);
        var failure = failure(remote(key, null, MET));
        assertEquals(Reason.UNREACHABLE, failure.reason(), failure.getMessage());
        assertTrue(failure.getMessage().contains("nothing answers there"), failure.getMessage());
    }
}
