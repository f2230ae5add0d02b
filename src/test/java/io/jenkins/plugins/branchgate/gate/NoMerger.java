package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.MergeOutcome;
import io.jenkins.plugins.branchgate.git.MergeRequest;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
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
