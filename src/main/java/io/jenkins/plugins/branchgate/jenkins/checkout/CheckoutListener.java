package io.jenkins.plugins.branchgate.jenkins.checkout;

import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.SCMListener;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import java.io.File;
import java.util.Set;

/**
 * Notes every Git checkout on its build. The git plugin's own build data names repository and commit, but not the
 * credentials, which a Pipeline may give only inside its {@code checkout} or {@code git} step.
 */
@Extension
public class CheckoutListener extends SCMListener {
    /** Where Pipeline checks out shared libraries; they are not what the build is about. */
    private static final String LIBRARIES = "@libs";

    @Override
    public void onCheckout(
            Run<?, ?> build,
            SCM scm,
            FilePath workspace,
            TaskListener listener,
            File changelogFile,
            SCMRevisionState pollingBaseline) {
        if (!(scm instanceof GitSCM git) || workspace.getRemote().contains(LIBRARIES)) {
            return;
        }
        var data = git.getBuildData(build);
        if (data == null || data.getLastBuiltRevision() == null) {
            return;
        }
        var checkout =
                checkout(git, data.getRemoteUrls(), data.getLastBuiltRevision().getSha1String());
        if (checkout == null) {
            return;
        }
        synchronized (build) {
            var action = build.getAction(CheckoutsAction.class);
            if (action == null) {
                action = new CheckoutsAction();
                build.addAction(action);
            }
            action.add(checkout);
        }
    }

    /** The configured address may hold variables; the build data has it expanded. */
    private static Checkout checkout(GitSCM git, Set<String> expandedUrls, String commit) {
        UserRemoteConfig first = null;
        for (var remote : git.getUserRemoteConfigs()) {
            if (expandedUrls.contains(remote.getUrl())) {
                return new Checkout(remote.getUrl(), remote.getCredentialsId(), commit);
            }
            first = first == null ? remote : first;
        }
        if (first == null || expandedUrls.isEmpty()) {
            return null;
        }
        return new Checkout(expandedUrls.iterator().next(), first.getCredentialsId(), commit);
    }
}
