package io.jenkins.plugins.branchgate.source;

import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteTree;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.Closeable;
import java.nio.file.Path;

/**
 * A site's repository: a bare mirror in a folder, with full history, and the remote it mirrors. Safe for use by several
 * threads and processes: what writes waits for its turn. It survives a crash at any point.
 */
public final class SiteRepository implements Closeable {

    private SiteRepository() {}

    /** Opens the mirror in that folder, made if it is not there. The remote is not asked yet. */
    public static SiteRepository open(Path bareFolder, Remote remote) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** Asks the remote for a branch and brings its history here. Returns its tip. */
    public CommitId fetch(BranchName branch) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** Makes sure a commit and its history are here; the branch is where to look first. */
    public void fetchCommit(CommitId commit, BranchName likely) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** A commit that is here. */
    public CommitInfo commit(CommitId id) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** The tree of the whole repository in a commit that is here. */
    public TreeId rootTree(CommitId id) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** True if the descendant has the ancestor in its history, or is it. */
    public boolean isAncestor(CommitId ancestor, CommitId descendant) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** The content of a folder in a commit that is here. */
    public SiteTree siteTree(CommitId id, SiteFolder folder) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** What head would bring to base. */
    public Changes changes(CommitId base, CommitId head, int mostCommits, int mostFiles) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** How one file of {@link #changes} differs. */
    public FileDiff diff(CommitId base, CommitId head, FileChange file, int mostCharacters) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** What merging would do. */
    public MergePreview preview(CommitId tested, CommitId target, MergeStrategy strategy) throws SourceException {
        throw new UnsupportedOperationException();
    }

    /** Merges and pushes. */
    public MergeOutcome merge(MergeRequest request) throws SourceException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
