package io.jenkins.plugins.branchgate.jenkins;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.lang.System.Logger.Level;

/**
 * Hears of every entry of every site's ledger, once it is on disk: in order for a site, on a thread that writes, so that
 * anything slow belongs elsewhere. What it throws is logged and stops nothing.
 */
public interface LedgerListener extends ExtensionPoint {

    /** An entry was written. */
    void onEntry(SiteId site, LedgerEntry entry);

    /** Tells every listener, whatever the others throw. */
    static void tellAll(SiteId site, LedgerEntry entry) {
        for (var listener : ExtensionList.lookup(LedgerListener.class)) {
            try {
                listener.onEntry(site, entry);
            } catch (RuntimeException e) {
                System.getLogger(LedgerListener.class.getName())
                        .log(Level.WARNING, "A listener failed on entry " + entry.sequence() + " of " + site, e);
            }
        }
    }
}
