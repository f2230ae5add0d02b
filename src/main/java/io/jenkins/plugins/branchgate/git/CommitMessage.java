package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.CommitId;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The message of a commit that brings a tested one in: the caller's text, cleaned, with the trailer that names it. */
final class CommitMessage {

    /** The trailer by which a merge is found again. */
    static final String TRAILER = "QA-Tested-Commit: ";

    private static final Pattern TRAILER_LINE = Pattern.compile("[A-Za-z][A-Za-z0-9-]*: \\S.*");

    private CommitMessage() {}

    static String of(MergeRequest request) {
        String text = request.message()
                .replace("\r\n", "\n")
                .replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ")
                .replaceAll("[ \t]+\n", "\n")
                .strip();
        if (text.isEmpty()) {
            text = "Merge " + request.tested().abbreviated() + " into " + request.into();
        }
        return text + (endsInTrailers(text) ? "\n" : "\n\n") + TRAILER + request.tested() + "\n";
    }

    /** True if the message's last line is the trailer that names the commit. */
    static boolean names(String message, CommitId tested) {
        String text = message.stripTrailing();
        return text.substring(text.lastIndexOf('\n') + 1).equals(TRAILER + tested);
    }

    private static boolean endsInTrailers(String text) {
        int blank = text.lastIndexOf("\n\n");
        return blank >= 0
                && Arrays.stream(text.substring(blank + 2).split("\n"))
                        .allMatch(line -> TRAILER_LINE.matcher(line).matches());
    }
}
