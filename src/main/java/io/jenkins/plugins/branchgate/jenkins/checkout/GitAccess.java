package io.jenkins.plugins.branchgate.jenkins.checkout;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import hudson.plugins.git.GitSCM;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.branchgate.git.GitCredentials;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Turns a repository's address and a credentials id into something the engine can connect with. */
public final class GitAccess {
    private GitAccess() {}

    /**
     * The remote, with the credentials looked up as the build may see them; their use is noted with the build. A
     * repository on the controller's disk is allowed if the git plugin's own switch allows it.
     *
     * @param run the build on whose behalf the repository is used
     * @param url the repository's address
     * @param credentialsId the id of a user and password or of an SSH key, or null for none
     * @throws AbortException if the build cannot see such credentials
     * @throws InvalidValueException if the address is refused, or the credentials do not fit its scheme
     */
    public static Remote remote(Run<?, ?> run, String url, String credentialsId) throws AbortException {
        String id = Util.fixEmptyAndTrim(credentialsId);
        var credentials = id == null ? new GitCredentials.None() : credentials(run, url, id);
        return new Remote(url, credentials, GitSCM.ALLOW_LOCAL_CHECKOUT);
    }

    /**
     * The remote with a credential from among the controller's own, of whatever scope: one that pushes what was approved,
     * and that no job needs to see.
     *
     * @param url the repository's address, as it is configured with the credential
     * @param credentialsId the id of a user and password or of an SSH key
     * @throws AbortException if the controller has none with that id that may be used for the address
     * @throws InvalidValueException if the address is refused, or the credentials do not fit its scheme
     */
    public static Remote pushing(String url, String credentialsId) throws AbortException {
        var requirements = URIRequirementBuilder.fromUri(url).build();
        var found = CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardUsernameCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements)
                .stream()
                .filter(each -> each.getId().equals(credentialsId))
                .findFirst()
                .orElse(null);
        return new Remote(
                url,
                usable(found)
                        .orElseThrow(
                                () -> new AbortException(
                                        "The controller has no user and password and no SSH key with"
                                                + " the id " + InvalidValueException.printable(credentialsId)
                                                + " for this repository, which the"
                                                + " environment's configuration names to push with. Nothing was changed. Add it under Manage"
                                                + " Jenkins, Credentials, System, or choose another in Manage Jenkins, System, Branch Gate.")),
                GitSCM.ALLOW_LOCAL_CHECKOUT);
    }

    private static Optional<GitCredentials> usable(StandardUsernameCredentials found) throws AbortException {
        if (found instanceof StandardUsernamePasswordCredentials password) {
            return Optional.of(
                    new GitCredentials.UserPassword(password.getUsername(), Secret.toString(password.getPassword())));
        }
        if (found instanceof SSHUserPrivateKey key && !key.getPrivateKeys().isEmpty()) {
            var passphrase = key.getPassphrase();
            return Optional.of(new GitCredentials.SshKey(
                    key.getUsername(),
                    key.getPrivateKeys().get(0),
                    passphrase == null ? null : Util.fixEmpty(passphrase.getPlainText()),
                    ConfiguredHostTrust.now()));
        }
        return Optional.empty();
    }

    private static GitCredentials credentials(Run<?, ?> run, String url, String id) throws AbortException {
        var found = CredentialsProvider.findCredentialById(
                id,
                StandardUsernameCredentials.class,
                run,
                URIRequirementBuilder.fromUri(url).build());
        CredentialsProvider.track(run, found);
        return usable(found)
                .orElseThrow(() -> new AbortException("The job "
                        + run.getParent().getFullDisplayName()
                        + " can see no user and password and no SSH key with the id "
                        + InvalidValueException.printable(id)
                        + ". Check the 'credentialsId' and that the credentials are kept where the job can see them"
                        + " (system, or a folder above it). Nothing was changed."));
    }
}
