package io.jenkins.plugins.branchgate.source;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * Logs in over SSH with one key and nothing else: no key, agent, configuration or known_hosts file of the user this
 * process runs as is looked at.
 */
final class SshDoor implements Closeable {

    private final SshdSessionFactory sessions;
    private final HostKeys hostKeys;

    /**
     * @param folder where host keys met are kept, in the file {@code known_hosts}
     * @throws SourceException if the private key cannot be read with that passphrase
     */
    SshDoor(Path folder, GitCredentials.SshKey key) throws SourceException, IOException {
        var keys = read(key);
        hostKeys = HostKeys.in(folder, key.hosts());
        File home = folder.toFile();
        sessions = new SshdSessionFactoryBuilder()
                .setHomeDirectory(home)
                .setSshDirectory(home)
                .setConfigFile(none -> null)
                .setPreferredAuthentications("publickey")
                .setDefaultIdentities(none -> List.of())
                .setDefaultKeysProvider(none -> keys)
                .setServerKeyDatabase((none, neither) -> hostKeys)
                .setConnectorFactory(null)
                .build(null);
    }

    void open(SshTransport transport) {
        transport.setSshSessionFactory(sessions);
    }

    /** Why the host's key was not trusted, or null. */
    String hostRefused() {
        return hostKeys.refused();
    }

    @Override
    public void close() {
        sessions.close();
    }

    private static List<KeyPair> read(GitCredentials.SshKey key) throws SourceException {
        boolean locked = key.passphrase() != null && !key.passphrase().isEmpty();
        var keys = new ArrayList<KeyPair>();
        try (var text = new ByteArrayInputStream(
                (key.privateKey().strip() + "\n").replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8))) {
            var found = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("the private key"),
                    text,
                    locked ? FilePasswordProvider.of(key.passphrase()) : FilePasswordProvider.EMPTY);
            if (found != null) {
                found.forEach(keys::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unreadable(locked, e);
        }
        if (keys.isEmpty()) {
            throw unreadable(locked, null);
        }
        return keys;
    }

    /** The cause is kept out of the message: it may quote the key. */
    private static SourceException unreadable(boolean locked, Exception cause) {
        return new SourceException(
                SourceException.Reason.CREDENTIALS_REFUSED,
                "The SSH private key given cannot be read"
                        + (locked ? " with the passphrase given" : ", or needs a passphrase and none was given")
                        + ": allowed is the text of an OpenSSH or PEM private key. The remote was not asked and nothing"
                        + " was changed. Correct the credentials.",
                cause);
    }
}
