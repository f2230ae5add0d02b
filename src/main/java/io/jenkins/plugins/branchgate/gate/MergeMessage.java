package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.Vote;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The merge commit's message. The same for the same approval, whenever it is made, so that a merge is found again
 * after a crash. Names and ids are other people's text: none can begin a line, end one, or pass for another trailer.
 */
final class MergeMessage {

    private static final Pattern URL = Pattern.compile("https?://[!-~]{1,1000}");

    private MergeMessage() {}

    static String of(Approval approval, List<Vote> approvers) {
        var message = new StringBuilder("Merge ")
                .append(approval.from())
                .append(" into ")
                .append(approval.into())
                .append("\n\nTested on ")
                .append(approval.environment())
                .append(" and approved there, commit ")
                .append(approval.release().commit().abbreviated())
                .append(".\n\n");
        for (var vote : approvers) {
            message.append("QA-Approved-by: ")
                    .append(person(vote.name()))
                    .append(" <")
                    .append(person(vote.by()))
                    .append(">\n");
        }
        message.append("QA-Release: ").append(approval.release().digest()).append('\n');
        if (approval.buildUrl() != null && URL.matcher(approval.buildUrl()).matches()) {
            message.append("Build-URL: ").append(approval.buildUrl()).append('\n');
        }
        return message.toString();
    }

    private static String person(String text) {
        String line = text == null
                ? ""
                : SafeText.line(text.replaceAll("[<>]", " "), 200).replaceAll(" {2,}", " ");
        return line.isEmpty() ? "unknown" : line;
    }
}
