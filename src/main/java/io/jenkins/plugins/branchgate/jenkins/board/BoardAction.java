package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.RootAction;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import java.io.IOException;
import jenkins.management.Badge;

/** The board across all jobs, in the dashboard's side panel and under {@code /branch-gate}. */
@Extension
public class BoardAction extends BoardPage implements RootAction {

    @Override
    protected boolean isWanted(Job<?, ?> job) {
        return true;
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
