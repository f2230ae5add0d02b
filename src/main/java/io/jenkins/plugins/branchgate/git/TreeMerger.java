package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.util.TreeSet;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.RecursiveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/**
 * Merges two commits' trees without a working tree, recursively where they parted more than once. Attributes, filters
 * and merge drivers play no part. A file renamed on one side and changed on the other is a conflict, not a guess.
 */
final class TreeMerger {

    private final Repository repository;
    private final long mergedBytes;

    /** @param mergedBytes a larger file that both sides changed is a conflict */
    TreeMerger(Repository repository, long mergedBytes) {
        this.repository = repository;
        this.mergedBytes = mergedBytes;
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
        var merger = new Merger(repository, mergedBytes);
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

    private static final class Merger extends RecursiveMerger {

        Merger(Repository repository, long mergedBytes) {
            super(repository, true);
            mergeAlgorithm = new MergeAlgorithm(new BoundedDiff(BoundedDiff.MOST_PAIRS));
            setObjectInserter(new SmallTexts(repository.newObjectInserter(), mergedBytes));
        }
    }

    /** Shows to the merger large files as so large that it does not take them for text. */
    private static final class SmallTexts extends ObjectInserter.Filter {

        private final ObjectInserter inserter;
        private final long most;

        SmallTexts(ObjectInserter inserter, long most) {
            this.inserter = inserter;
            this.most = most;
        }

        @Override
        protected ObjectInserter delegate() {
            return inserter;
        }

        @Override
        public ObjectReader newReader() {
            return new Reader(inserter.newReader());
        }

        private final class Reader extends ObjectReader.Filter {

            private final ObjectReader reader;

            Reader(ObjectReader reader) {
                this.reader = reader;
            }

            @Override
            protected ObjectReader delegate() {
                return reader;
            }

            @Override
            public ObjectReader newReader() {
                return new Reader(reader.newReader());
            }

            @Override
            public ObjectLoader open(AnyObjectId id, int type) throws IOException {
                var loader = super.open(id, type);
                return loader.getType() == Constants.OBJ_BLOB && loader.getSize() > most ? new Large(loader) : loader;
            }
        }
    }

    private static final class Large extends ObjectLoader.Filter {

        private final ObjectLoader loader;

        Large(ObjectLoader loader) {
            this.loader = loader;
        }

        @Override
        protected ObjectLoader delegate() {
            return loader;
        }

        @Override
        public long getSize() {
            return Long.MAX_VALUE;
        }
    }
}
