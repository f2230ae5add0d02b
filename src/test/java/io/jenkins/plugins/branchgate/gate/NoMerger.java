package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.TreeId;
import io.jenkins.plugins.branchgate.source.MergeOutcome;
import io.jenkins.plugins.branchgate.source.MergeRequest;

/** For tests in which nothing may be merged. */
enum NoMerger implements Merger {
    INSTANCE;

    @Override
    public MergeOutcome merge(MergeRequest request) {
        throw new AssertionError("must not be merged: " + request);
    }

    @Override
    public TreeId tree(CommitId commit) {
        throw new AssertionError("nothing was merged");
    }
}
