package io.jenkins.plugins.branchgate.git;

import java.time.Duration;

/** How much is read of what comes from a repository: whoever may push to it decides what is in it. */
record ReadLimits(Fetching fetching, Reading reading, Content content) {

    private static final int MIB = 1024 * 1024;

    static final ReadLimits USUAL = new ReadLimits(
            new Fetching(64 * MIB, 4096L * MIB, 5_000_000, 512L * MIB, 16_384L * MIB),
            new Reading(3_000_000, Duration.ofMinutes(3), MIB, 16 * MIB, 8L * MIB),
            new Content(1_000_000, 16_384L * MIB, 20_000, Duration.ofHours(1)));

    /**
     * Of one exchange with a remote.
     *
     * @param talkBytes beside the objects: names of branches, words for people
     * @param packBytes of the objects, compressed as they come
     * @param objects how many of them
     * @param objectBytes of the largest of them
     * @param mirrorBytes of all that was fetched so far; a fuller mirror fetches nothing more
     */
    record Fetching(int talkBytes, long packBytes, int objects, long objectBytes, long mirrorBytes) {}

    /**
     * Of one walk through commits or trees that are here.
     *
     * @param objects opened
     * @param time how long the walk may take
     * @param commitBytes of one commit with its message
     * @param treeBytes of one folder's list of entries
     * @param mergedBytes of a file whose lines are merged; a larger one that both sides changed is a conflict
     */
    record Reading(int objects, Duration time, int commitBytes, int treeBytes, long mergedBytes) {

        Reading within(Duration time) {
            return new Reading(objects, time, commitBytes, treeBytes, mergedBytes);
        }
    }

    /**
     * Of a site's folder.
     *
     * @param entries files and folders
     * @param bytes of all files together
     * @param links symbolic links
     * @param time for handing all of it out once
     */
    record Content(int entries, long bytes, int links, Duration time) {}
}
