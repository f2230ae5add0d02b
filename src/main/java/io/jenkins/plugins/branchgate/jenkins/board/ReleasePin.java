package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.model.User;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.ledger.LedgerException;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.ledger.ReleasePinned;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;

/** Whether a release's image is kept whatever comes after it, as a person said. */
final class ReleasePin {

    private ReleasePin() {}

    static boolean is(LedgerView view, Deployment deployment) {
        return deployment.release() != null
                && view.pinned().contains(deployment.release().id());
    }

    /** Writes down who wants it so; the caller has asked for the permission. Saying it twice is written once. */
    static HttpResponse set(SiteId site, Deployment deployment, boolean pinned) throws IOException {
        if (deployment.release() == null) {
            return EnvironmentOrders.Answer.refused(
                    409,
                    "The deployment " + deployment.id() + " has no release to keep: it ended before an image was built."
                            + " Nothing was changed.");
        }
        var id = deployment.release().id();
        var user = User.current();
        String by = user == null ? Jenkins.getAuthentication2().getName() : user.getFullName();
        try {
            BranchGate.get().ledger(site).transact((view, append) -> {
                if (view.pinned().contains(id) != pinned) {
                    append.accept(new ReleasePinned(id, pinned, by));
                }
                return null;
            });
        } catch (LedgerException e) {
            return EnvironmentOrders.Answer.refused(409, e.getMessage());
        }
        return EnvironmentOrders.Answer.done(
                pinned ? Messages.ReleasePin_Pinned(id) : Messages.ReleasePin_Unpinned(id));
    }
}
