package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A QA decision about one release on one environment, as the ledger knows it.
 *
 * @param id its id
 * @param state where it stands
 * @param environment where QA tested
 * @param from the branch the tested commit came from
 * @param into the branch it is to enter
 * @param release what was tested: commit, tree and digest are pinned
 * @param targetTip the target branch's tip when the merge was previewed at the opening
 * @param previewTree the whole repository's tree that merge would have, or null if it would conflict
 * @param conflicts the files that would conflict, empty if none
 * @param terms what was agreed at the opening
 * @param authors e-mail addresses and names of the change's authors, and the user ids that the caller knows for them
 * @param startedBy user id of the person who started the build, or null
 * @param buildUrl the page of the build that asks, or null
 * @param openedAt when it was opened
 * @param votes decisions and denials, in order
 * @param mergeCommit the commit now in the target branch, or null
 * @param ended when and why it ended, in words for people; null while open
 * @param endedAt when it ended, null while open
 * @param admitted what the environments that follow the target branch were last admitted with when it was opened, or null
 *     if that was nothing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Approval(
        ApprovalId id,
        ApprovalState state,
        EnvironmentName environment,
        BranchName from,
        BranchName into,
        Release release,
        CommitId targetTip,
        TreeId previewTree,
        List<String> conflicts,
        ApprovalTerms terms,
        Set<String> authors,
        String startedBy,
        String buildUrl,
        Instant openedAt,
        List<Vote> votes,
        CommitId mergeCommit,
        String ended,
        Instant endedAt,
        CommitId admitted)
        implements Serializable {

    public Approval {
        conflicts = conflicts == null ? List.of() : List.copyOf(conflicts);
        authors = authors == null ? Set.of() : Set.copyOf(authors);
        votes = votes == null ? List.of() : List.copyOf(votes);
    }

    /** How many distinct people approved so far. */
    @JsonIgnore
    public int approvals() {
        return (int) votes.stream()
                .filter(v -> v.verdict() == Verdict.APPROVE)
                .map(Vote::by)
                .distinct()
                .count();
    }
}
