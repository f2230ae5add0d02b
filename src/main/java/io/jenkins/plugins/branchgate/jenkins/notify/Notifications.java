package io.jenkins.plugins.branchgate.jenkins.notify;

import hudson.Extension;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.LedgerListener;
import io.jenkins.plugins.branchgate.jenkins.approval.BackgroundTasks;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** Tells every configured channel what the ledgers record, one thing after the other and each apart from the others, so that one that is silent holds up none. */
@Extension
public class Notifications implements LedgerListener {

    private static final System.Logger LOG = System.getLogger(Notifications.class.getName());

    @Override
    public void onEntry(SiteId site, LedgerEntry entry) {
        var channels = BranchGateConfiguration.get().getNotifications();
        if (channels.isEmpty()) {
            return;
        }
        try {
            var view = BranchGate.get().ledger(site).view();
            var news = NotificationTexts.of(site, entry, view);
            if (news.isEmpty()) {
                return;
            }
            for (int i = 0; i < channels.size(); i++) {
                var channel = channels.get(i);
                BackgroundTasks.get()
                        .tell(
                                "channel " + (i + 1),
                                "notification " + entry.sequence() + " of " + site + " by channel " + (i + 1),
                                () -> send(channel, news.get()));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Nobody is told of entry " + entry.sequence() + " of " + site, e);
        }
    }

    private static void send(NotificationChannel channel, NotificationTexts news) throws InterruptedException {
        try {
            channel.send(news.notification(), news.approvers());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // The words suffice for a receiver that does not answer; the trace is there for who looks for it.
            String what = channel.getDescriptor().getDisplayName() + " about '"
                    + news.notification().subject() + "'";
            LOG.log(Level.WARNING, "Nobody is told by {0}: {1}", what, e.getMessage());
            LOG.log(Level.DEBUG, "Nobody is told by " + what, e);
        }
    }
}
