package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteTree;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.time.Instant;

/**
 * A site's content at a commit that may never be needed: the mirror is opened, and the remote asked for a commit that is
 * not in it, only when the content is read, and closed after each reading. Failing then is an {@link IOException}.
 */
public final class CommitContent implements SiteTree {

    /** Opens the mirror. */
    @FunctionalInterface
    public interface Opening {
        SiteRepository open() throws GitException, IOException;
    }

    private interface Reading<T> {
        T of(SiteTree tree) throws IOException;
    }

    private final Opening opening;
    private final CommitId commit;
    private final TreeId tree;
    private final BranchName likely;
    private final SiteFolder folder;

    /**
     * @param tree the tree id of the folder in that commit
     * @param likely the branch that is asked for the commit first
     */
    public CommitContent(Opening opening, CommitId commit, TreeId tree, BranchName likely, SiteFolder folder) {
        this.opening = opening;
        this.commit = commit;
        this.tree = tree;
        this.likely = likely;
        this.folder = folder;
    }

    @Override
    public CommitId commit() {
        return commit;
    }

    @Override
    public TreeId tree() {
        return tree;
    }

    /** {@inheritDoc} The epoch also if the mirror cannot be read; reading the content says why. */
    @Override
    public Instant committedAt() {
        try {
            return read(SiteTree::committedAt);
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    @Override
    public void accept(Visitor visitor) throws IOException {
        read(content -> {
            content.accept(visitor);
            return null;
        });
    }

    private <T> T read(Reading<T> reading) throws IOException {
        try (var repository = opening.open()) {
            repository.fetchCommit(commit, likely);
            return reading.of(repository.siteTree(commit, folder));
        } catch (GitException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
