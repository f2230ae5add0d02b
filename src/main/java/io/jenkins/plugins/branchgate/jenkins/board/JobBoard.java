package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import jenkins.model.TransientActionFactory;

/** The board of one job. In its side panel only if there is anything on it. */
public final class JobBoard extends BoardPage {

    private final Job<?, ?> job;

    JobBoard(Job<?, ?> job) {
        this.job = job;
    }

    /** The job. */
    public Job<?, ?> getObject() {
        return job;
    }

    @Override
    protected boolean isWanted(Job<?, ?> other) {
        return job.equals(other);
    }

    @Override
    public String getPath() {
        return job.getUrl() + URL_NAME;
    }

    @Override
    public String getIconFileName() {
        try {
            return Board.read(this::isWanted, BoardFilter.NONE, false).isBlank() ? null : ICON;
        } catch (IOException e) {
            // The board's page says what is wrong; a side panel cannot.
            return ICON;
        }
    }

    /** Gives every job its board. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return JobBoard.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job target) {
            return Set.of(new JobBoard(target));
        }
    }
}
