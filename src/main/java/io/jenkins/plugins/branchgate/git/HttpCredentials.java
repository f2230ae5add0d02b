package io.jenkins.plugins.branchgate.git;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Answers a server's question for user and password once; a server that asks again refused them. */
final class HttpCredentials extends CredentialsProvider {

    private final GitCredentials.UserPassword given;
    private boolean shown;

    HttpCredentials(GitCredentials.UserPassword given) {
        this.given = given;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (var item : items) {
            if (!(item instanceof CredentialItem.Username) && !(item instanceof CredentialItem.Password)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        if (shown || !supports(items)) {
            return false;
        }
        for (var item : items) {
            if (item instanceof CredentialItem.Username user) {
                user.setValue(given.user());
            } else if (item instanceof CredentialItem.Password password) {
                password.setValue(given.password().toCharArray());
            }
        }
        return true;
    }

    @Override
    public void reset(URIish uri) {
        shown = true;
    }
}
