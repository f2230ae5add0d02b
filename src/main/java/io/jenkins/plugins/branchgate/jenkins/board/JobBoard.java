package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.TransientActionFactory;

/** The board of one job. In its side panel only if there is anything on it. */
public final class JobBoard extends BoardPage {

    private final Job<?, ?> job;
    private final Factory jobs;

    private JobBoard(Job<?, ?> job, Factory jobs) {
        this.job = job;
        this.jobs = jobs;
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
            return jobs.isOnBoard(job.getFullName()) ? ICON : null;
        } catch (IOException e) {
            // The board's page says what is wrong; a side panel cannot.
            return ICON;
        }
    }

    /** Gives every job its board, and knows which of them have anything on it: every page of every job asks. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static class Factory extends TransientActionFactory<Job> {

        private final Map<SiteId, Known> known = new ConcurrentHashMap<>();

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
            return Set.of(new JobBoard(target, this));
        }

        /** @param jobs the full names of those that the board shows something of, as they are called now */
        private record Known(long sequence, int moves, Set<String> jobs) {}

        /** True if a job deployed what the board shows, or asked for a decision that it shows. */
        private boolean isOnBoard(String fullName) throws IOException {
            for (var ledger : BranchGate.get().openLedgers().entrySet()) {
                if (jobs(ledger.getKey(), ledger.getValue().view()).contains(fullName)) {
                    return true;
                }
            }
            return false;
        }

        private Set<String> jobs(SiteId site, LedgerView view) {
            int moves = Builds.moves();
            var last = known.get(site);
            if (last == null || last.sequence() != view.sequence() || last.moves() != moves) {
                last = new Known(view.sequence(), moves, read(view));
                known.put(site, last);
            }
            return last.jobs();
        }

        private static Set<String> read(LedgerView view) {
            var jobs = new HashSet<String>();
            for (var environment : view.environments()) {
                for (var each : view.history(environment, EnvironmentFacts.MOST_DEPLOYMENTS)) {
                    Builds.jobName(each.buildUrl(), each.startedAt()).ifPresent(jobs::add);
                }
            }
            for (var each : Board.approvals(view)) {
                Builds.jobName(each.buildUrl(), each.openedAt()).ifPresent(jobs::add);
            }
            return Set.copyOf(jobs);
        }
    }
}
