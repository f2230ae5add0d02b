package io.jenkins.plugins.branchgate.git;

import java.io.Serializable;
import java.util.Objects;

/**
 * One file that differs between two commits.
 *
 * @param kind what happened to it
 * @param path its path in the newer commit, in the older one if it was removed; unchecked text
 * @param oldPath its path in the older commit; the same as path unless renamed or copied
 */
public record FileChange(Kind kind, String path, String oldPath) implements Serializable {

    public FileChange {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(oldPath, "oldPath");
    }

    /** What can happen to a file. */
    public enum Kind {
        ADDED,
        MODIFIED,
        REMOVED,
        RENAMED,
        COPIED
    }
}
