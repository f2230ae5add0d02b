package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.git.FileChange;
import io.jenkins.plugins.branchgate.git.FileDiff;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import java.util.List;

/**
 * One changed file as a page shows it. Everything in it is the repository's text, to be escaped.
 *
 * @param change which file
 * @param diff how it differs, or null if too much was shown already
 */
public record ShownFile(FileChange change, FileDiff diff) {

    /** What happened to the file, in a word. */
    public String kindWord() {
        return switch (change.kind()) {
            case ADDED -> Messages.FileChange_Added();
            case MODIFIED -> Messages.FileChange_Modified();
            case REMOVED -> Messages.FileChange_Removed();
            case RENAMED -> Messages.FileChange_Renamed();
            case COPIED -> Messages.FileChange_Copied();
        };
    }

    /** The path before, for a file that moved; else null. */
    public String movedFrom() {
        return change.oldPath().equals(change.path()) ? null : change.oldPath();
    }

    /** The diff's lines in order; empty for a binary file. */
    public List<Line> lines() {
        return diff == null ? List.of() : diff.text().lines().map(Line::of).toList();
    }

    /** How many lines the file gained. */
    public long added() {
        return count("add");
    }

    /** How many lines the file lost. */
    public long removed() {
        return count("remove");
    }

    private long count(String kind) {
        return lines().stream().filter(line -> line.kind().equals(kind)).count();
    }

    /**
     * A line of a unified diff.
     *
     * @param kind add, remove, hunk or same
     * @param text the line with its mark
     */
    public record Line(String kind, String text) {

        static Line of(String text) {
            char mark = text.isEmpty() ? ' ' : text.charAt(0);
            return new Line(
                    switch (mark) {
                        case '+' -> "add";
                        case '-' -> "remove";
                        case '@' -> "hunk";
                        default -> "same";
                    },
                    text);
        }
    }
}
