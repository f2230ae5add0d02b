package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalReference;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** What {@code qaApproval} gives back, or how it ends without. */
final class ApprovalResult {
    private ApprovalResult() {}

    /** For a step that does not wait. */
    static Map<String, Object> asked(ApprovalReference asked, Run<?, ?> run) {
        return map(null, "pending", null, asked.approval().value(), run);
    }

    /**
     * For a step that waited.
     *
     * @throws FlowInterruptedException if it ended without an approval: the build is aborted
     * @throws AbortException if it was approved but could not be merged
     */
    static Map<String, Object> of(Approval ended, Run<?, ?> run) throws FlowInterruptedException, AbortException {
        if (ended.state() == ApprovalState.MERGED) {
            return map(
                    people(ended, Verdict.APPROVE, Vote::by),
                    "approved",
                    ended.mergeCommit(),
                    ended.id().value(),
                    run);
        }
        if (ended.state() == ApprovalState.FAILED) {
            throw new AbortException(words(ended));
        }
        throw new FlowInterruptedException(Result.ABORTED, false, new NotApproved(words(ended)));
    }

    private static Map<String, Object> map(
            String approver, String decision, CommitId mergeCommit, String id, Run<?, ?> run) {
        var result = new LinkedHashMap<String, Object>();
        result.put("approver", approver);
        result.put("decision", decision);
        result.put("mergeCommit", mergeCommit == null ? null : mergeCommit.value());
        result.put("approval", id);
        result.put("page", run.getUrl() + QaApprovalAction.URL_NAME + "/" + id + "/");
        return result;
    }

    /** How it ended, by whom and why, in one line for people. */
    static String words(Approval ended) {
        return switch (ended.state()) {
            case MERGED ->
                "Approved by " + people(ended, Verdict.APPROVE, Vote::name) + "; " + ended.into() + " has it as "
                        + ended.mergeCommit().abbreviated();
            case REJECTED ->
                "Rejected by " + people(ended, Verdict.REJECT, Vote::name) + ": "
                        + people(ended, Verdict.REJECT, Vote::comment);
            case FAILED ->
                "Approved by " + people(ended, Verdict.APPROVE, Vote::name) + ", but not merged: " + ended.ended();
            case EXPIRED, SUPERSEDED, WITHDRAWN -> ended.ended();
            case PENDING, APPROVED, MERGING -> "Not decided yet";
        };
    }

    private static String people(Approval approval, Verdict verdict, Function<Vote, String> what) {
        return approval.votes().stream()
                .filter(vote -> vote.verdict() == verdict)
                .map(what)
                .map(text -> text == null ? "" : text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " "))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
