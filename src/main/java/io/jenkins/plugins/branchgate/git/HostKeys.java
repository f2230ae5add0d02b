package io.jenkins.plugins.branchgate.git;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** Asks whether a host that shows a key is to be trusted. */
final class HostKeys implements ServerKeyDatabase {

    private final ServerKeyDatabase file;
    private final Path path;
    private final HostTrust trust;
    private volatile String refused;

    private HostKeys(Path path, HostTrust trust) {
        this.file = new OpenSshServerKeyDatabase(false, List.of(path));
        this.path = path;
        this.trust = trust;
    }

    /** @param folder where the keys of hosts met are kept, in the file {@code known_hosts} */
    static HostKeys in(Path folder, HostTrust trust) throws IOException {
        if (trust instanceof HostTrust.Listed listed) {
            return new HostKeys(Files.writeString(folder.resolve("known_hosts.given"), listed.knownHosts()), trust);
        }
        return new HostKeys(folder.resolve("known_hosts"), trust);
    }

    /** Why the last host was not trusted, or null if it was. */
    String refused() {
        return refused;
    }

    @Override
    public List<PublicKey> lookup(String connectAddress, InetSocketAddress remote, Configuration config) {
        return file.lookup(connectAddress, remote, fixed(config));
    }

    @Override
    public boolean accept(
            String connectAddress,
            InetSocketAddress remote,
            PublicKey key,
            Configuration config,
            CredentialsProvider nobody) {
        if (trust instanceof HostTrust.Anyone) {
            return true;
        }
        boolean known = !lookup(connectAddress, remote, config).isEmpty();
        if (file.accept(connectAddress, remote, key, fixed(config), null)) {
            refused = null;
            return true;
        }
        refused = "the host shows the key " + KeyUtils.getFingerPrint(key) + ", which is " + why(known);
        return false;
    }

    private String why(boolean known) {
        if (trust instanceof HostTrust.Listed listed) {
            return known
                    ? "not the one that " + listed.where() + " names for it. If the host really has a new key, correct"
                            + " it there; if not, someone may be in between"
                    : "not in " + listed.where() + ". Add it there if it is the right one";
        }
        return "not the one it showed before. If the host really has a new key, remove its line from " + path
                + "; if not, someone may be in between";
    }

    private Configuration fixed(Configuration config) {
        return new Fixed(config.getUsername(), trust instanceof HostTrust.Listed);
    }

    /** The same strictness whatever anyone's ssh configuration says. */
    private record Fixed(String username, boolean strict) implements Configuration {

        @Override
        public List<String> getUserKnownHostsFiles() {
            return List.of();
        }

        @Override
        public List<String> getGlobalKnownHostsFiles() {
            return List.of();
        }

        @Override
        public StrictHostKeyChecking getStrictHostKeyChecking() {
            return strict ? StrictHostKeyChecking.REQUIRE_MATCH : StrictHostKeyChecking.ACCEPT_NEW;
        }

        @Override
        public boolean getHashKnownHosts() {
            return false;
        }

        @Override
        public String getUsername() {
            return username;
        }
    }
}
