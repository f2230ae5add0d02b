package org.jenkinsci.plugins.gitclient.verifier;

import hudson.model.AbstractDescribableImpl;
import java.io.File;

public abstract class SshHostKeyVerificationStrategy<T extends HostKeyVerifierFactory>
        extends AbstractDescribableImpl<SshHostKeyVerificationStrategy<T>> {
    public static final File JGIT_KNOWN_HOSTS_FILE = null;
}
