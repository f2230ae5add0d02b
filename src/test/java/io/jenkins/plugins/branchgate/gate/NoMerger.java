package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.source.Commits;
import io.jenkins.plugins.branchgate.source.MergeOutcome;
import io.jenkins.plugins.branchgate.source.MergeRequest;
import java.util.Collection;

/** For tests in which nothing may be merged. */
enum NoMerger implements Merger {
    INSTANCE;

    @Override
    public MergeOutcome merge(MergeRequest request) {
        throw new AssertionError("must not be merged: " + request);
    }

    @Override
    public boolean isIn(CommitId commit, BranchName branch) {
        return true;
    }

    @Override
    public Commits commitsWithout(Collection<CommitId> heads, Collection<CommitId> others, int most) {
        return Commits.NONE;
    }
}
