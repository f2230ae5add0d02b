package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.KeyedExecutor.Outcome;
import io.jenkins.plugins.branchgate.jenkins.LedgerListener;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;

/** What happens to approvals without anybody deciding: they expire, are reminded of, are outdated, and merges are retried. */
@Extension
public class ApprovalTimer extends AsyncPeriodicWork {

    private static final System.Logger LOG = System.getLogger(ApprovalTimer.class.getName());

    public ApprovalTimer() {
        super("Branch Gate approvals");
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    public long getInitialDelay() {
        return MIN;
    }

    @Override
    protected java.util.logging.Level getNormalLoggingLevel() {
        return java.util.logging.Level.FINE;
    }

    @Override
    protected void execute(TaskListener listener) throws IOException {
        var now = BranchGate.get().clock().instant();
        for (var site : BranchGate.get().ledgers().open().keySet()) {
            try {
                pass(site, now);
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.WARNING, "The approvals of " + site + " cannot be looked after; the others are", e);
            }
        }
    }

    private static void pass(SiteId site, Instant now) throws IOException {
        if (BranchGate.get().ledger(site).view().integrity().newer()) {
            return; // it can only be read
        }
        var gate = BranchGate.get().gate(site);
        gate.expireDue(now);
        // Recording that a reminder is due is what makes the notifications go out.
        gate.remindersDue(now);
        MergeRunner.get().resume(site);
    }

    /** Ends approvals for what an environment no longer runs, as soon as something else runs there. */
    @Extension
    public static class Outdated implements LedgerListener {
        @Override
        public void onEntry(SiteId site, LedgerEntry entry) {
            if (entry.event() instanceof PhaseEntered entered && entered.phase() == Phase.DRAIN) {
                BackgroundTasks.get().run("the outdated approvals of " + site, () -> BranchGate.get()
                        .gate(site)
                        .supersedeOutdated());
            }
        }
    }

    /**
     * Takes up where the controller stopped, once all jobs are there; also when the plugin is installed into a controller
     * that runs.
     */
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
    public static Outcome takeUp() {
        return BackgroundTasks.get().run("taking approvals up after the start", () -> {
            for (var site : BranchGate.get().ledgers().open().keySet()) {
                try {
                    BranchGate.get().gate(site).supersedeOutdated();
                    MergeRunner.get().resumeAfterRestart(site);
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "The approvals of " + site + " cannot be taken up", e);
                }
            }
        });
    }
}
