package io.jenkins.plugins.branchgate.jenkins.reconcile;

import hudson.Extension;
import io.jenkins.plugins.branchgate.deploy.KeptImages;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.LedgerListener;
import io.jenkins.plugins.branchgate.jenkins.approval.BackgroundTasks;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnector;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;

/** Removes images nobody needs any more after each deployment that is done, on the engine that it was made on. */
@Extension
public class ImageCleanup implements LedgerListener {

    private static final System.Logger LOG = System.getLogger(ImageCleanup.class.getName());

    @Override
    public void onEntry(SiteId site, LedgerEntry entry) {
        if (entry.event() instanceof PhaseEntered entered && entered.phase() == Phase.DONE) {
            try {
                var deployment = BranchGate.get().ledger(site).view().deployment(entered.deployment());
                if (deployment.isPresent()) {
                    var engine = EngineConnector.engine(
                            site, deployment.get().environment().name());
                    BackgroundTasks.get()
                            .run(
                                    List.of("old images", engine),
                                    List.of("old images", engine),
                                    "the removal of old images of " + site,
                                    () -> remove(site, entered.deployment()));
                }
            } catch (IOException e) {
                LOG.log(Level.WARNING, "Old images of " + site + " stay until its next deployment", e);
            }
        }
    }

    private static void remove(SiteId site, DeploymentId done) throws IOException, ImageException {
        var view = BranchGate.get().ledger(site).view();
        var kept = KeptImages.of(view, BranchGateConfiguration.get().getKeptReleases());
        var deployment = view.deployment(done);
        if (kept.isEmpty() || deployment.isEmpty()) {
            return; // the deployment under way will be done in its turn
        }
        var removed = EngineConnector.connect(
                        site, deployment.get().environment().name())
                .images()
                .retain(site, kept.get());
        if (!removed.isEmpty()) {
            LOG.log(Level.INFO, "Removed old images of " + site + ": " + removed);
        }
    }
}
