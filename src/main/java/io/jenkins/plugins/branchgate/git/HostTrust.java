package io.jenkins.plugins.branchgate.git;

import java.io.Serializable;
import java.util.Objects;

/** Which SSH hosts are believed to be who they say: the choices of the git client plugin's host key verification. */
public sealed interface HostTrust extends Serializable {

    /**
     * The host must be named, with the key it shows.
     *
     * @param knownHosts the text of a known_hosts file; empty trusts nobody
     * @param where where it is kept, for messages: what a reader has to correct
     */
    record Listed(String knownHosts, String where) implements HostTrust {

        public Listed {
            Objects.requireNonNull(knownHosts, "knownHosts");
            Objects.requireNonNull(where, "where");
        }
    }

    /** A host's key is taken when it is met first, and another key from that host is refused from then on. */
    record FirstMet() implements HostTrust {}

    /** Nothing is checked; who stands in between reads and changes everything. */
    record Anyone() implements HostTrust {}
}
