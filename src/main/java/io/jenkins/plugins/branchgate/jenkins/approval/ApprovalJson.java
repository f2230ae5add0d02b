package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.Vote;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * An approval as programs see it. Names are part of the REST contract: new ones may be added, none changes.
 *
 * @param id the approval's id, which REST and CLI take
 * @param state pending, approved, merging, merged, rejected, expired, superseded, withdrawn or failed
 * @param url the approval's page, below which decisions are posted; relative if the controller does not know its address
 * @param ended how it ended, in words for people
 * @param trouble why an approved merge did not go through yet, in words for people
 */
public record ApprovalJson(
        String id,
        String site,
        String state,
        String environment,
        String from,
        String into,
        String commit,
        String release,
        String digest,
        String targetTip,
        List<String> conflicts,
        int approvals,
        int quorum,
        List<String> users,
        List<String> groups,
        boolean selfApproval,
        List<String> checks,
        String message,
        String buildUrl,
        String url,
        Instant openedAt,
        Instant remindAt,
        Instant expiresAt,
        Instant endedAt,
        String ended,
        String mergeCommit,
        String trouble,
        List<VoteJson> votes) {

    /** A vote, or a denied attempt, as programs see it. */
    public record VoteJson(
            String by, String name, String verdict, Instant at, String channel, String comment, List<String> ticked) {
        static VoteJson of(Vote vote) {
            return new VoteJson(
                    vote.by(),
                    vote.name(),
                    word(vote.verdict()),
                    vote.at(),
                    word(vote.channel()),
                    vote.comment(),
                    vote.ticked());
        }
    }

    /** The approval, without anything that is not to be read by whoever may read the job. */
    public static ApprovalJson of(SiteId site, Approval approval) {
        return of(
                site,
                approval,
                MergeRunner.get().trouble(approval.id()).orElse(null),
                Builds.url(approval.buildUrl(), approval.openedAt()));
    }

    /** @param trouble why its merge did not go through yet, or null */
    public static ApprovalJson of(SiteId site, Approval approval, String trouble) {
        return of(site, approval, trouble, approval.buildUrl());
    }

    private static ApprovalJson of(SiteId site, Approval approval, String trouble, String build) {
        var terms = approval.terms();
        var approvers = terms.approvers();
        return new ApprovalJson(
                approval.id().value(),
                site.value(),
                word(approval.state()),
                approval.environment().value(),
                approval.from().value(),
                approval.into().value(),
                approval.release().commit().value(),
                approval.release().id().value(),
                approval.release().digest().value(),
                approval.targetTip().value(),
                approval.conflicts(),
                approval.approvals(),
                approvers.quorum(),
                approvers.users().stream().sorted().toList(),
                approvers.groups().stream().sorted().toList(),
                approvers.selfApproval(),
                terms.checks(),
                terms.message(),
                build,
                build == null ? null : build + QaApprovalAction.URL_NAME + "/" + approval.id() + "/",
                approval.openedAt(),
                terms.remindAt(),
                terms.expiresAt(),
                approval.endedAt(),
                approval.ended(),
                approval.mergeCommit() == null ? null : approval.mergeCommit().value(),
                trouble,
                approval.votes().stream().map(VoteJson::of).toList());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
