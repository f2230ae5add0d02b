package io.jenkins.plugins.branchgate.source;

import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/**
 * Merges two commits' trees without a working tree, recursively where they parted more than once. Attributes, filters
 * and merge drivers play no part. A file renamed on one side and changed on the other is a conflict, not a guess.
 */
final class TreeMerger {

    private final Repository repository;

    TreeMerger(Repository repository) {
        this.repository = repository;
    }

    MergePreview preview(ObjectId testedId, ObjectId targetId, MergeStrategy strategy) throws IOException {
        try (var walk = new RevWalk(repository)) {
            var tested = walk.parseCommit(testedId);
            var target = walk.parseCommit(targetId);
            if (walk.isMergedInto(tested, target)) {
                return new MergePreview.NothingToMerge(tree(target.getTree()));
            }
            if (strategy == MergeStrategy.FAST_FORWARD_ONLY) {
                return walk.isMergedInto(target, tested)
                        ? new MergePreview.Clean(tree(tested.getTree()))
                        : new MergePreview.NotFastForward();
            }
            if (!haveMet(tested, target)) {
                return new MergePreview.Unrelated();
            }
            var merged = merge(tested, target);
            boolean nothingNew = merged instanceof MergePreview.Clean clean
                    && clean.tree().value().equals(target.getTree().name());
            return strategy == MergeStrategy.SQUASH && nothingNew
                    ? new MergePreview.NothingToMerge(tree(target.getTree()))
                    : merged;
        }
    }

    private MergePreview merge(RevCommit tested, RevCommit target) throws IOException {
        var merger = (ResolveMerger) org.eclipse.jgit.merge.MergeStrategy.RECURSIVE.newMerger(repository, true);
        try (var inserter = merger.getObjectInserter()) {
            if (merger.merge(target, tested)) {
                inserter.flush();
                return new MergePreview.Clean(tree(merger.getResultTreeId()));
            }
        }
        var files = new TreeSet<String>(merger.getUnmergedPaths());
        if (merger.getFailingPaths() != null) {
            files.addAll(merger.getFailingPaths().keySet());
        }
        return new MergePreview.Conflicting(files.stream().toList());
    }

    private boolean haveMet(RevCommit one, RevCommit other) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(one));
            walk.markStart(walk.parseCommit(other));
            return walk.next() != null;
        }
    }

    private static TreeId tree(ObjectId id) {
        return new TreeId(id.name());
    }
}
