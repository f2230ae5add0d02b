package io.jenkins.plugins.branchgate.model;

/** Where an approval stands. */
public enum ApprovalState {
    /** Waits for a decision. */
    PENDING,
    /** Enough people approved; the merge has not begun. */
    APPROVED,
    /** The merge is under way: it is made, pushed, or being settled with the remote. */
    MERGING,
    /** The tested commit is in the target branch on the remote. */
    MERGED,
    /** Someone rejected it, with a reason. */
    REJECTED,
    /** Nobody decided in time. */
    EXPIRED,
    /** QA got a newer release, or a newer approval for the same target was opened. */
    SUPERSEDED,
    /** Taken back before the merge, by a person or by aborting the build. */
    WITHDRAWN,
    /** The merge or the push was refused. */
    FAILED;

    /** True if nothing more will happen. */
    public boolean isFinal() {
        return switch (this) {
            case PENDING, APPROVED, MERGING -> false;
            case MERGED, REJECTED, EXPIRED, SUPERSEDED, WITHDRAWN, FAILED -> true;
        };
    }
}
