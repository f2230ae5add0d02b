package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.Serializable;
import java.util.List;

/** What a merge would do, found out without touching any branch. */
public sealed interface MergePreview extends Serializable {

    /** It would succeed, and the whole repository would have this tree. */
    record Clean(TreeId tree) implements MergePreview {}

    /** Both sides changed these files in ways that do not fit together; sorted by path. */
    record Conflicting(List<String> files) implements MergePreview {

        public Conflicting {
            files = List.copyOf(files);
        }
    }

    /** The target has the tested commit already; its tip has this tree. */
    record NothingToMerge(TreeId tree) implements MergePreview {}

    /** Only a fast-forward is allowed, and the target has commits that the tested one lacks. */
    record NotFastForward() implements MergePreview {}

    /** The two have no commit in common: merging them would mix two histories. */
    record Unrelated() implements MergePreview {}
}
