package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.MergeOutcome;
import io.jenkins.plugins.branchgate.git.MergeRequest;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.util.Collection;

/** The port to what merges and pushes. */
public interface Merger {

    /** Carries an order out, or finds that it was carried out before; see {@link SiteRepository#merge}. */
    MergeOutcome merge(MergeRequest request) throws GitException;

    /**
     * True if a branch, as the remote has it now, contains a commit.
     *
     * @throws GitException if the remote cannot be asked
     */
    boolean isIn(CommitId commit, BranchName branch) throws GitException;

    /** As {@link SiteRepository#commitsWithout}; also during {@link #merge}. */
    Commits commitsWithout(Collection<CommitId> heads, Collection<CommitId> others, int most) throws GitException;

    /** A repository as a merger; it stays open. */
    static Merger of(SiteRepository repository) {
        return new Merger() {
            @Override
            public MergeOutcome merge(MergeRequest request) throws GitException {
                return repository.merge(request);
            }

            @Override
            public boolean isIn(CommitId commit, BranchName branch) throws GitException {
                try {
                    return repository.contains(branch, commit);
                } catch (GitException e) {
                    if (e.reason() == GitException.Reason.BRANCH_MISSING) {
                        return false;
                    }
                    throw e;
                }
            }

            @Override
            public Commits commitsWithout(Collection<CommitId> heads, Collection<CommitId> others, int most)
                    throws GitException {
                return repository.commitsWithout(heads, others, most);
            }
        };
    }
}
