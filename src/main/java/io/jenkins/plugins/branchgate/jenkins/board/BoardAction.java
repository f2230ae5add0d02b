package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.RootAction;

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
        return "symbol-git-merge-outline plugin-ionicons-api";
    }
}
