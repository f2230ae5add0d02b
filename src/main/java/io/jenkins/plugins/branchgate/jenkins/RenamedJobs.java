package io.jenkins.plugins.branchgate.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Hears that jobs and folders are renamed or moved, so that what the ledgers say of them is still found and guarded. */
@Extension
public class RenamedJobs extends ItemListener {

    private static final System.Logger LOG = System.getLogger(RenamedJobs.class.getName());

    private final RenamedJobsFile moves =
            new RenamedJobsFile(BranchGate.get().root().resolve("moved-jobs.json"));

    private final AtomicInteger count = new AtomicInteger();

    static RenamedJobs get() {
        return ExtensionList.lookupSingleton(RenamedJobs.class);
    }

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        try {
            moves.add(new RenamedJobsFile.Move(BranchGate.get().clock().instant(), oldFullName, newFullName));
            count.incrementAndGet();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "It could not be noted that " + oldFullName + " is now " + newFullName
                            + "; Branch Gate hides what that job did before",
                    e);
        }
    }

    /** How many moves were heard of since the start. */
    int count() {
        return count.get();
    }

    /** The full name that a job has now which had that name then; if the notes cannot be read, the name itself. */
    String now(String name, Instant then) {
        try {
            return moves.now(name, then);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Which jobs were renamed cannot be read; what they did before is hidden", e);
            return name;
        }
    }
}
