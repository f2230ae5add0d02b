package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.RootAction;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.Metrics;
import java.io.IOException;
import jenkins.management.Badge;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerResponse2;

/** The board across all jobs, in the dashboard's side panel and under {@code /branch-gate}. */
@Extension
public class BoardAction extends BoardPage implements RootAction {

    @Override
    protected boolean isWanted(Job<?, ?> job) {
        return true;
    }

    @Override
    protected boolean showsUnreadable() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    @Override
    public String getPath() {
        return URL_NAME;
    }

    @Override
    public String getIconFileName() {
        return ICON;
    }

    @Override
    public boolean isPrimaryAction() {
        return true;
    }

    /**
     * {@code /branch-gate/metrics}, for Prometheus. Whoever may see Jenkins at all may read it: it names sites and
     * environments and counts what happens there, and says nothing of commits or people.
     */
    public void doMetrics(StaplerResponse2 response) throws IOException {
        Jenkins.get().checkPermission(Jenkins.READ);
        response.setContentType(Metrics.contentType());
        BranchGate.get().metrics().write(response.getOutputStream());
    }

    /** How many approvals wait that the viewer may see, in the header of every page; none if the ledgers cannot be read. */
    @Override
    public Badge getBadge() {
        try {
            int waiting = Waiting.count();
            return waiting == 0
                    ? null
                    : new Badge(
                            Integer.toString(waiting), Messages.BoardAction_Waiting(waiting), Badge.Severity.WARNING);
        } catch (IOException e) {
            return null;
        }
    }
}
