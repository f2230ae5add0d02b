package io.jenkins.plugins.branchgate.jenkins.checkout;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.git.HostTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jenkinsci.plugins.gitclient.GitHostKeyVerificationConfiguration;
import org.jenkinsci.plugins.gitclient.verifier.AcceptFirstConnectionStrategy;
import org.jenkinsci.plugins.gitclient.verifier.KnownHostsFileVerificationStrategy;
import org.jenkinsci.plugins.gitclient.verifier.ManuallyProvidedKeyVerificationStrategy;
import org.jenkinsci.plugins.gitclient.verifier.NoHostKeyVerificationStrategy;
import org.jenkinsci.plugins.gitclient.verifier.SshHostKeyVerificationStrategy;

/**
 * Which SSH hosts the administrator trusts with Git: what Manage Jenkins, Security, Git Host Key Verification says for
 * all of Jenkins.
 */
final class ConfiguredHostTrust {
    private static final String SETTING = "Manage Jenkins → Security → Git Host Key Verification Configuration";

    private ConfiguredHostTrust() {}

    /** @throws AbortException if the controller's known_hosts file cannot be read, or the choice is one unknown here */
    static HostTrust now() throws AbortException {
        return of(GitHostKeyVerificationConfiguration.get().getSshHostKeyVerificationStrategy());
    }

    static HostTrust of(SshHostKeyVerificationStrategy<?> strategy) throws AbortException {
        if (strategy instanceof AcceptFirstConnectionStrategy) {
            return new HostTrust.FirstMet();
        }
        if (strategy instanceof ManuallyProvidedKeyVerificationStrategy manual) {
            return new HostTrust.Listed(manual.getApprovedHostKeys(), "the keys under " + SETTING);
        }
        if (strategy instanceof KnownHostsFileVerificationStrategy) {
            return listed(SshHostKeyVerificationStrategy.JGIT_KNOWN_HOSTS_FILE.toPath());
        }
        if (strategy instanceof NoHostKeyVerificationStrategy) {
            return new HostTrust.Anyone();
        }
        // A plugin of its own may add a strategy; trusting more than it would is not an answer.
        throw new AbortException("The strategy '" + strategy.getDescriptor().getDisplayName() + "' under " + SETTING
                + " is not one that Branch Gate knows. Choose accept first connection, known hosts file, manually"
                + " provided keys, or no verification. The remote was not asked and nothing was changed.");
    }

    /** A file that is not there trusts nobody, as it does for the git plugin. */
    private static HostTrust listed(Path file) throws AbortException {
        String where = "the file " + file + " on the controller (" + SETTING + ")";
        try {
            return new HostTrust.Listed(Files.readString(file), where);
        } catch (NoSuchFileException e) {
            return new HostTrust.Listed("", where);
        } catch (IOException e) {
            throw new AbortException("Which SSH hosts are trusted is in " + where + ", which cannot be read: " + e
                    + ". The remote was not asked and nothing was changed.");
        }
    }
}
