package io.jenkins.plugins.branchgate.source;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/**
 * Which SSH hosts are who they say. With a given known_hosts file the host must be in it; without one a host's key is
 * taken when it is met first, and another key from that host is refused from then on.
 */
final class HostKeys implements ServerKeyDatabase {

    private final ServerKeyDatabase file;
    private final Path path;
    private final boolean given;
    private volatile String refused;

    HostKeys(Path path, boolean given) {
        this.file = new OpenSshServerKeyDatabase(false, List.of(path));
        this.path = path;
        this.given = given;
    }

    /** Why the last host was not trusted, or null if it was. */
    String refused() {
        return refused;
    }

    @Override
    public List<PublicKey> lookup(String connectAddress, InetSocketAddress remote, Configuration config) {
        return file.lookup(connectAddress, remote, new Fixed(config.getUsername(), given));
    }

    @Override
    public boolean accept(
            String connectAddress,
            InetSocketAddress remote,
            PublicKey key,
            Configuration config,
            CredentialsProvider nobody) {
        var fixed = new Fixed(config.getUsername(), given);
        boolean known = !file.lookup(connectAddress, remote, fixed).isEmpty();
        if (file.accept(connectAddress, remote, key, fixed, null)) {
            refused = null;
            return true;
        }
        String shown = "the host shows the key " + KeyUtils.getFingerPrint(key) + ", which is ";
        if (!given) {
            refused = shown + "not the one it showed before. If the host really has a new key, remove its line from "
                    + path + "; if not, someone may be in between";
        } else if (known) {
            refused = shown + "not the one the known hosts given name for it. If the host really has a new key, give"
                    + " that one; if not, someone may be in between";
        } else {
            refused = shown + "not among the known hosts given. Add it to them if it is the right one";
        }
        return false;
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
