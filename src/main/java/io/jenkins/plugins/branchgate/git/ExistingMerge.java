package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Finds the commit by which a tested one landed in a target branch since a merge was ordered: how an order given again
 * after a crash or a cut connection learns that it was carried out. What is found was made by merging the same commits,
 * or is to the last file what that merge would have been.
 */
final class ExistingMerge {

    private static final int MOST_SEARCHED = 10_000;

    private final Repository repository;
    private final TreeMerger merger;

    ExistingMerge(Repository repository, TreeMerger merger) {
        this.repository = repository;
        this.merger = merger;
    }

    /**
     * Searches the target's own line, first parents only, from its tip back to where the order expected it.
     *
     * @return the merge, the squashed commit, or the tested commit itself after a fast-forward
     */
    Optional<Landed> find(ObjectId tip, MergeRequest request) throws IOException {
        var tested = History.object(request.tested());
        var expected = History.object(request.expectedTarget());
        try (var walk = new RevWalk(repository)) {
            var commit = walk.parseCommit(tip);
            for (int i = 0; i < MOST_SEARCHED && !commit.equals(expected); i++) {
                if (isLanding(commit, tested, request)) {
                    return Optional.of(new Landed(
                            new CommitId(commit.name()),
                            commit.equals(tested)
                                    ? null
                                    : new CommitId(commit.getParent(0).name()),
                            new TreeId(commit.getTree().name())));
                }
                if (commit.getParentCount() == 0) {
                    break;
                }
                commit = walk.parseCommit(commit.getParent(0));
            }
        }
        return Optional.empty();
    }

    private boolean isLanding(RevCommit commit, ObjectId tested, MergeRequest request) throws IOException {
        return switch (request.strategy()) {
            case FAST_FORWARD_ONLY -> commit.equals(tested);
            case MERGE ->
                commit.getParentCount() == 2
                        && commit.getParent(1).equals(tested)
                        && isWhatMergingMakes(commit, tested);
            case SQUASH ->
                commit.getParentCount() == 1
                        && CommitMessage.names(commit.getFullMessage(), request.tested())
                        && isWhatMergingMakes(commit, tested);
        };
    }

    private boolean isWhatMergingMakes(RevCommit commit, ObjectId tested) throws IOException {
        var merged = merger.preview(tested, commit.getParent(0), MergeStrategy.MERGE);
        return merged instanceof MergePreview.Clean clean
                && clean.tree().value().equals(commit.getTree().name());
    }

    /** A commit found in the target, what it was merged onto, null after a fast-forward, and its tree. */
    record Landed(CommitId commit, CommitId onto, TreeId tree) {}
}
