package io.jenkins.plugins.branchgate.git;

import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/**
 * Compares texts line by line in bounded time. JGit's usual way falls back to one that takes the square of the lines,
 * minutes of processor time that no interrupt ends, for files made of many equal lines. Here parts for which that would
 * be too much count as replaced as a whole. The outcome depends on the texts alone.
 */
final class BoundedDiff extends DiffAlgorithm {

    /** Pairs of lines compared at most, about a second. */
    static final long MOST_PAIRS = 200_000_000;

    private final HistogramDiff histogram = new HistogramDiff();
    private final long mostPairs;
    private long pairs;

    BoundedDiff(long mostPairs) {
        this.mostPairs = mostPairs;
        histogram.setFallbackAlgorithm(new Fallback());
    }

    @Override
    public <S extends Sequence> EditList diffNonCommon(SequenceComparator<? super S> comparator, S a, S b) {
        pairs = 0;
        return histogram.diffNonCommon(comparator, a, b);
    }

    private final class Fallback extends DiffAlgorithm {

        @Override
        public <S extends Sequence> EditList diffNonCommon(SequenceComparator<? super S> comparator, S a, S b) {
            pairs += (long) a.size() * b.size();
            return pairs <= mostPairs
                    ? MyersDiff.INSTANCE.diffNonCommon(comparator, a, b)
                    : EditList.singleton(new Edit(0, a.size(), 0, b.size()));
        }
    }
}
