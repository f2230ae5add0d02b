package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.source.Commits;
import io.jenkins.plugins.branchgate.source.MergeOutcome;
import io.jenkins.plugins.branchgate.source.MergeRequest;
import io.jenkins.plugins.branchgate.source.SiteRepository;
import io.jenkins.plugins.branchgate.source.SourceException;
import java.util.Collection;

/** The port to what merges and pushes. */
public interface Merger {

    /** Carries an order out, or finds that it was carried out before; see {@link SiteRepository#merge}. */
    MergeOutcome merge(MergeRequest request) throws SourceException;

    /**
     * True if a branch, as the remote has it now, contains a commit.
     *
     * @throws SourceException if the remote cannot be asked
     */
    boolean isIn(CommitId commit, BranchName branch) throws SourceException;

    /** As {@link SiteRepository#commitsWithout}; also during {@link #merge}. */
    Commits commitsWithout(Collection<CommitId> heads, Collection<CommitId> others, int most) throws SourceException;

    /** A repository as a merger; it stays open. */
    static Merger of(SiteRepository repository) {
        return new Merger() {
            @Override
            public MergeOutcome merge(MergeRequest request) throws SourceException {
                return repository.merge(request);
            }

            @Override
            public boolean isIn(CommitId commit, BranchName branch) throws SourceException {
                try {
                    return repository.contains(branch, commit);
                } catch (SourceException e) {
                    if (e.reason() == SourceException.Reason.BRANCH_MISSING) {
                        return false;
                    }
                    throw e;
                }
            }

            @Override
            public Commits commitsWithout(Collection<CommitId> heads, Collection<CommitId> others, int most)
                    throws SourceException {
                return repository.commitsWithout(heads, others, most);
            }
        };
    }
}
