package io.jenkins.plugins.branchgate.git;

import java.io.Serializable;
import java.util.List;

/**
 * Some commits of a history.
 *
 * @param listed the newest of them
 * @param count how many there are in all; counting stops at {@link Changes#MOST_COUNTED}
 */
public record Commits(List<CommitInfo> listed, int count) implements Serializable {

    /** No commit. */
    public static final Commits NONE = new Commits(List.of(), 0);

    public Commits {
        listed = List.copyOf(listed);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** How many there are beyond those listed. */
    public int beyond() {
        return count - listed.size();
    }
}
