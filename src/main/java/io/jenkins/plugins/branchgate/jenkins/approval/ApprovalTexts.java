package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Approvers;
import java.util.ArrayList;
import java.util.stream.Collectors;

/** What is said about an approval, for people who know neither Git nor Docker. */
public final class ApprovalTexts {

    private ApprovalTexts() {}

    /** One or two words: where it stands. */
    public static String state(Approval approval) {
        return switch (approval.state()) {
            case PENDING -> Messages.ApprovalState_Pending();
            case APPROVED -> Messages.ApprovalState_Approved();
            case MERGING -> Messages.ApprovalState_Merging();
            case MERGED -> Messages.ApprovalState_Merged();
            case REJECTED -> Messages.ApprovalState_Rejected();
            case EXPIRED -> Messages.ApprovalState_Expired();
            case SUPERSEDED -> Messages.ApprovalState_Superseded();
            case WITHDRAWN -> Messages.ApprovalState_Withdrawn();
            case FAILED -> Messages.ApprovalState_Failed();
        };
    }

    /** How the state is coloured: one of Jenkins' own words for it. */
    public static String tone(Approval approval) {
        return switch (approval.state()) {
            case PENDING -> "info";
            case APPROVED, MERGING, MERGED -> "success";
            case REJECTED, FAILED -> "error";
            case EXPIRED, SUPERSEDED, WITHDRAWN -> "skipped";
        };
    }

    /** The state's icon, which says the same as the colour. */
    public static String icon(Approval approval) {
        return switch (approval.state()) {
            case PENDING -> "symbol-hourglass-outline plugin-ionicons-api";
            case APPROVED, MERGING -> "symbol-sync-outline plugin-ionicons-api";
            case MERGED -> "symbol-checkmark-circle-outline plugin-ionicons-api";
            case REJECTED, FAILED -> "symbol-close-circle-outline plugin-ionicons-api";
            case EXPIRED -> "symbol-time-outline plugin-ionicons-api";
            case SUPERSEDED -> "symbol-arrow-forward-circle-outline plugin-ionicons-api";
            case WITHDRAWN -> "symbol-arrow-undo-outline plugin-ionicons-api";
        };
    }

    /** What it means, and what to do. */
    public static String headline(Approval approval, String site) {
        var environment = approval.environment();
        return switch (approval.state()) {
            case PENDING -> Messages.ApprovalHeadline_Pending(site, environment, approval.into());
            case APPROVED, MERGING -> Messages.ApprovalHeadline_Merging(approval.into());
            case MERGED -> Messages.ApprovalHeadline_Merged(approval.into());
            case REJECTED -> Messages.ApprovalHeadline_Rejected(approval.into());
            case EXPIRED -> Messages.ApprovalHeadline_Expired(approval.into());
            case SUPERSEDED -> Messages.ApprovalHeadline_Superseded(environment);
            case WITHDRAWN -> Messages.ApprovalHeadline_Withdrawn(approval.into());
            case FAILED -> Messages.ApprovalHeadline_Failed(approval.into());
        };
    }

    /** Who may decide. */
    public static String approvers(Approvers approvers) {
        if (approvers.everyone()) {
            return Messages.ApprovalRule_Everyone();
        }
        return Messages.ApprovalRule_Named(approvers.lists().stream()
                .map(ApprovalTexts::names)
                .collect(Collectors.joining(Messages.ApprovalRule_AndAmong())));
    }

    private static String names(Approvers.Named list) {
        var names = new ArrayList<String>();
        list.users().stream().sorted().forEach(names::add);
        // Where the caller left open which of the two a name is, it stands in both sets and is said once.
        list.groups().stream()
                .filter(group -> !list.users().contains(group))
                .sorted()
                .forEach(group -> names.add(Messages.ApprovalRule_Group(group)));
        return String.join(", ", names);
    }

    /** Whether those whose change it is may approve it. */
    public static String selfApproval(Approvers approvers) {
        return approvers.selfApproval() ? Messages.ApprovalRule_SelfApproval() : Messages.ApprovalRule_NoSelfApproval();
    }

    /** What happens when others change the target meanwhile. */
    public static String whenTargetMoves(Approval approval) {
        return switch (approval.terms().retest()) {
            case ALWAYS -> Messages.ApprovalRule_RetestAlways(approval.into());
            case IF_TREE_DIFFERS -> Messages.ApprovalRule_RetestIfTreeDiffers(approval.into());
            case NEVER -> Messages.ApprovalRule_RetestNever(approval.into());
        };
    }
}
