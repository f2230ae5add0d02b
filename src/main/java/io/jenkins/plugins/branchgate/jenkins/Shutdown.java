package io.jenkins.plugins.branchgate.jenkins;

import hudson.Extension;
import hudson.model.listeners.ItemListener;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Closes the ledgers when the controller stops, so that their locks are free for the next one. */
@Extension
public class Shutdown extends ItemListener {
    private static final System.Logger LOG = System.getLogger(Shutdown.class.getName());

    @Override
    public void onBeforeShutdown() {
        try {
            BranchGate.get().close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A ledger was not closed cleanly; what it says is on the disk all the same.", e);
        }
    }
}
