package io.jenkins.plugins.branchgate.git;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * Logs in over SSH with one key and nothing else: no key, agent, configuration or known_hosts file of the user this
 * process runs as is looked at.
 */
final class SshLogin implements Closeable {

    private final SshdSessionFactory sessions;
    private final HostKeys hostKeys;

    /**
     * @param folder where host keys met are kept, in the file {@code known_hosts}
     * @throws GitException if the private key cannot be read with that passphrase
     */
    SshLogin(Path folder, GitCredentials.SshKey key) throws GitException, IOException {
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

    void open(SshTransport transport, ReceiveLimit intake) {
        transport.setSshSessionFactory(new SshSessionFactory() {
            @Override
            public RemoteSession getSession(URIish uri, CredentialsProvider provider, FS fs, int timeout)
                    throws TransportException {
                return new Counted(sessions.getSession(uri, provider, fs, timeout), intake);
            }

            @Override
            public String getType() {
                return sessions.getType();
            }
        });
    }

    /** Why the host's key was not trusted, or null. */
    String hostRefused() {
        return hostKeys.refused();
    }

    @Override
    public void close() {
        sessions.close();
    }

    private static List<KeyPair> read(GitCredentials.SshKey key) throws GitException {
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
    private static GitException unreadable(boolean locked, Exception cause) {
        return new GitException(
                GitException.Reason.CREDENTIALS_REFUSED,
                "The SSH private key given cannot be read"
                        + (locked ? " with the passphrase given" : ", or needs a passphrase and none was given")
                        + ": allowed is the text of an OpenSSH or PEM private key. The remote was not asked and nothing"
                        + " was changed. Correct the credentials.",
                cause);
    }

    /** A session of which all that comes is counted. */
    private record Counted(RemoteSession session, ReceiveLimit intake) implements RemoteSession2 {

        @Override
        public Process exec(String command, int timeout) throws IOException {
            return new CountedProcess(session.exec(command, timeout), intake);
        }

        @Override
        public Process exec(String command, Map<String, String> environment, int timeout) throws IOException {
            return session instanceof RemoteSession2 second
                    ? new CountedProcess(second.exec(command, environment, timeout), intake)
                    : exec(command, timeout);
        }

        @Override
        public void disconnect() {
            session.disconnect();
        }
    }

    private static final class CountedProcess extends Process {

        private final Process process;
        private final InputStream out;
        private final InputStream err;

        CountedProcess(Process process, ReceiveLimit intake) {
            this.process = process;
            this.out = intake.connection(process.getInputStream());
            this.err = intake.connection(process.getErrorStream());
        }

        @Override
        public OutputStream getOutputStream() {
            return process.getOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return out;
        }

        @Override
        public InputStream getErrorStream() {
            return err;
        }

        @Override
        public int waitFor() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public int exitValue() {
            return process.exitValue();
        }

        @Override
        public void destroy() {
            process.destroy();
        }
    }
}
