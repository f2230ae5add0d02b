package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.TreeId;
import io.jenkins.plugins.branchgate.source.MergeOutcome;
import io.jenkins.plugins.branchgate.source.MergeRequest;
import io.jenkins.plugins.branchgate.source.SiteRepository;
import io.jenkins.plugins.branchgate.source.SourceException;

/** The port to what merges and pushes. */
public interface Merger {

    /** Carries an order out, or finds that it was carried out before; see {@link SiteRepository#merge}. */
    MergeOutcome merge(MergeRequest request) throws SourceException;

    /** The whole repository's tree in a commit that {@link #merge} named. */
    TreeId tree(CommitId commit) throws SourceException;

    /** A repository as a merger; it stays open. */
    static Merger of(SiteRepository repository) {
        return new Merger() {
            @Override
            public MergeOutcome merge(MergeRequest request) throws SourceException {
                return repository.merge(request);
            }

            @Override
            public TreeId tree(CommitId commit) throws SourceException {
                return repository.rootTree(commit);
            }
        };
    }
}
