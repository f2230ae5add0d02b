package io.jenkins.plugins.branchgate.git;

import java.io.Serializable;
import java.util.Objects;

/**
 * How one file changed, as a unified diff. The text is the repository's and to be treated as hostile.
 *
 * @param change which file
 * @param binary true if either side is not text, or too large to compare; the text is then empty
 * @param text hunks in unified format, three lines of context, without file headers
 * @param cut true if the text ends before the diff does
 */
public record FileDiff(FileChange change, boolean binary, String text, boolean cut) implements Serializable {

    public FileDiff {
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(text, "text");
    }
}
