package io.jenkins.plugins.branchgate.git;

import java.io.Serializable;
import java.util.List;

/**
 * What a commit would bring to another: the commits the other lacks, and the files that differ from where the two
 * parted.
 *
 * @param commits the newest of them, newest first
 * @param commitCount how many there are in all; counting stops at {@link #MOST_COUNTED}
 * @param files the first of them by path
 * @param fileCount how many there are in all, a rename counted once; counting stops at {@link #MOST_COUNTED}
 */
public record Changes(List<CommitInfo> commits, int commitCount, List<FileChange> files, int fileCount)
        implements Serializable {

    /** Where counting commits, and counting files, stops; the count is then this number. */
    public static final int MOST_COUNTED = 100_000;

    public Changes {
        commits = List.copyOf(commits);
        files = List.copyOf(files);
    }

    /** How many commits there are beyond those listed. */
    public int commitsBeyond() {
        return commitCount - commits.size();
    }

    /** How many files there are beyond those listed. */
    public int filesBeyond() {
        return fileCount - files.size();
    }
}
