package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.Serializable;
import java.util.List;

/** How a merge ended. Only after {@link Merged} and {@link AlreadyMerged} does the target have the tested commit. */
public sealed interface MergeOutcome extends Serializable {

    /**
     * The target branch has the merge.
     *
     * @param mergeCommit the commit that brought the tested one in: a merge commit, a squashed one, or the tested
     *     commit itself after a fast-forward
     * @param onto the target's tip that it was merged onto: its first parent; null after a fast-forward
     * @param tree the whole repository's tree of that commit
     * @param attempts how many pushes it took; 0 if the merge was found there, made by an earlier call with the same
     *     order
     */
    record Merged(CommitId mergeCommit, CommitId onto, TreeId tree, int attempts) implements MergeOutcome {}

    /** There was nothing to do: the target, whose tip is given, had the tested commit by other ways. */
    record AlreadyMerged(CommitId target) implements MergeOutcome {}

    /** Both sides changed these files in ways that do not fit together; nothing was pushed. */
    record Conflicts(List<String> files) implements MergeOutcome {

        public Conflicts {
            files = List.copyOf(files);
        }
    }

    /**
     * The target moved, and the caller or the strategy does not allow to go on from there, or others kept pushing
     * faster than all attempts; nothing was pushed.
     */
    record TargetMoved(CommitId newTip, String why) implements MergeOutcome {}

    /**
     * The remote said no for a reason that another try would not change: its words, bounded; the target is unchanged.
     */
    record Refused(String remoteWords) implements MergeOutcome {}

    /**
     * The remote cannot be asked. Whether the target has the merge may be unknown; the same
     * order given again finds out.
     */
    record Unreachable(String why) implements MergeOutcome {}

    /** The strategy cannot bring this commit into this target at all; nothing was pushed. */
    record NotPossible(String why) implements MergeOutcome {}
}
