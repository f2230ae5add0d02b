package io.jenkins.plugins.branchgate.jenkins.checkout;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.deploy.DeployRequest;
import io.jenkins.plugins.branchgate.git.CommitContent;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.ledger.LedgerView;

/** The content of an earlier release, for when its image is gone: from the site's mirror, without a workspace. */
public final class ReleaseContent {

    private ReleaseContent() {}

    /**
     * The request, with the content of its release. Nothing is read before it is needed; the remote is asked only for a
     * commit that the mirror has lost, with the credentials of the job that deployed.
     *
     * @param deployer a build of the job that deployed the environment
     */
    public static DeployRequest in(DeployRequest request, LedgerView view, Run<?, ?> deployer) {
        var described = view.site();
        if (described.isEmpty()) {
            return request;
        }
        var site = described.get();
        var release = request.release();
        return request.withTree(new CommitContent(
                () -> BranchGate.get()
                        .repository(GitAccess.remote(deployer, site.remote(), credentialsId(deployer, site.remote()))),
                release.commit(),
                release.tree(),
                request.environment().branch(),
                site.folder()));
    }

    private static String credentialsId(Run<?, ?> deployer, String url) {
        try {
            return BuildSource.of(deployer, url, null).credentialsId();
        } catch (AbortException e) {
            return null;
        }
    }
}
