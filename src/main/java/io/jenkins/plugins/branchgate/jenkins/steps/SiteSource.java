package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.checkout.BuildSource;
import io.jenkins.plugins.branchgate.jenkins.checkout.GitAccess;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerException;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.Optional;

/**
 * The site a step is about.
 *
 * @param build the repository and commit, from the step or the build's checkout
 * @param remote the same repository with its credentials
 * @param folder the site's folder in it
 * @param id the site's identity
 */
record SiteSource(BuildSource build, Remote remote, SiteFolder folder, SiteId id) {
    /**
     * @param url the repository given in the step, or null
     * @param credentialsId given in the step, or null
     * @param site the folder given in the step, or null for the whole repository
     * @throws AbortException if it is not known which repository is meant, or its credentials are not to be had
     */
    static SiteSource of(BuildContext context, String url, String credentialsId, String site) throws AbortException {
        var folder = new SiteFolder(site);
        var build = BuildSource.of(context.run(), url, credentialsId);
        var remote = GitAccess.remote(context.run(), build.url(), build.credentialsId());
        return new SiteSource(build, remote, folder, SiteId.of(remote.url(), folder));
    }

    /** The mirror, to be closed by the caller. */
    SiteRepository repository() throws GitException {
        return BranchGate.get().repository(remote);
    }

    /** What the site's ledger says; empty if it has none, which asking does not change. */
    Optional<LedgerView> knownView() throws IOException {
        return BranchGate.get().sites().contains(id) ? Optional.of(ledger().view()) : Optional.empty();
    }

    /** The site's ledger, made if this is its first deployment. */
    Ledger ledger() throws IOException {
        try {
            return BranchGate.get().ledger(id, remote.url(), folder);
        } catch (LedgerException e) {
            throw new AbortException(e.getMessage());
        }
    }
}
