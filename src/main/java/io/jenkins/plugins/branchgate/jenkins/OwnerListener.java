package io.jenkins.plugins.branchgate.jenkins;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned.How;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Function;
import jenkins.model.Jenkins;

/**
 * Follows the jobs and folders that own environments when they are renamed or moved, and leaves to the administrators what
 * belonged to one that is deleted: a job that is made later under the old name inherits nothing.
 */
@Extension
public class OwnerListener extends ItemListener {

    private static final System.Logger LOG = System.getLogger(OwnerListener.class.getName());

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        change(
                each -> renamed(each, oldFullName, newFullName),
                How.RENAMED,
                oldFullName + " is called " + newFullName + " now.");
    }

    private static Optional<Ownership> renamed(Ownership each, String from, String to) {
        var after = each.withOwner(Ownership.renamed(each.owner(), from, to))
                .withConfiguredIn(Ownership.renamed(each.configuredIn(), from, to));
        after = after.withConnection(
                after.connection().withJob(Ownership.renamed(after.connection().job(), from, to)));
        return after.equals(each) ? Optional.empty() : Optional.of(after);
    }

    @Override
    public void onDeleted(Item item) {
        String name = item.getFullName();
        change(
                each -> each.owner() != null && Ownership.covers(name, each.owner())
                        ? Optional.of(each.withOwner(null).withConfiguredIn(null))
                        : Optional.empty(),
                How.ORPHANED,
                name + " was deleted.");
    }

    private static void change(Function<Ownership, Optional<Ownership>> change, How how, String why) {
        String by = Jenkins.getAuthentication2().getName();
        try {
            BranchGate.get().ledgers().open().forEach((site, ledger) -> change(site, ledger, change, how, why, by));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    why + " The sites cannot be listed, so it is not recorded whose environments are",
                    e);
        }
    }

    private static void change(
            SiteId site,
            Ledger ledger,
            Function<Ownership, Optional<Ownership>> change,
            How how,
            String why,
            String by) {
        try {
            if (ledger.view().ownerships().stream().map(change).noneMatch(Optional::isPresent)) {
                return;
            }
            ledger.<Void, RuntimeException>transact((view, append) -> {
                for (var each : view.ownerships()) {
                    change.apply(each).ifPresent(after -> append.accept(new EnvironmentOwned(after, how, why, by)));
                }
                return null;
            });
        } catch (IOException e) {
            LOG.log(Level.WARNING, why + " This could not be recorded for the site " + site, e);
        }
    }
}
