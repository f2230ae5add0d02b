package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.TransientViewActionFactory;
import hudson.model.View;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import java.util.List;
import jenkins.model.Jenkins;

/** The board's link in the side panel of the dashboard. */
@Extension
public class DashboardLink extends TransientViewActionFactory {

    @Override
    public List<Action> createFor(View view) {
        return view.getOwner() == Jenkins.get() ? List.of(new Link()) : List.of();
    }

    /** Leads to the board. */
    public static final class Link implements Action {
        @Override
        public String getIconFileName() {
            return BoardPage.ICON;
        }

        @Override
        public String getDisplayName() {
            return Messages.BoardPage_DisplayName();
        }

        @Override
        public String getUrlName() {
            return "/" + BoardPage.URL_NAME;
        }
    }
}
