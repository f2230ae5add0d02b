package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.model.Vote;
import java.util.Date;
import java.util.List;

/**
 * A vote, or a denied attempt, as a page shows it. Name and comment are other people's text.
 *
 * @param icon says the same as the verdict
 * @param name who
 * @param verdict what they did, in words
 * @param at when
 * @param channel from where, in words
 * @param comment what they wrote, or why it was denied; may be null
 * @param ticked the checks they confirmed
 */
public record ShownVote(
        String icon, String name, String verdict, Date at, String channel, String comment, List<String> ticked) {

    /** The vote in words. */
    public static ShownVote of(Vote vote) {
        return new ShownVote(
                icon(vote),
                name(vote),
                verdict(vote),
                Date.from(vote.at()),
                channel(vote),
                vote.comment(),
                vote.ticked());
    }

    private static String name(Vote vote) {
        return vote.name() == null || vote.name().equals(vote.by()) ? vote.by() : vote.name() + " (" + vote.by() + ")";
    }

    private static String icon(Vote vote) {
        return switch (vote.verdict()) {
            case APPROVE -> "symbol-checkmark-circle-outline plugin-ionicons-api";
            case REJECT -> "symbol-close-circle-outline plugin-ionicons-api";
            case WITHDRAW -> "symbol-arrow-undo-outline plugin-ionicons-api";
            case DENIED -> "symbol-ban-outline plugin-ionicons-api";
        };
    }

    private static String verdict(Vote vote) {
        return switch (vote.verdict()) {
            case APPROVE -> Messages.Vote_Approve();
            case REJECT -> Messages.Vote_Reject();
            case WITHDRAW -> Messages.Vote_Withdraw();
            case DENIED -> Messages.Vote_Denied();
        };
    }

    private static String channel(Vote vote) {
        return switch (vote.channel()) {
            case PAGE -> Messages.Channel_Page();
            case REST -> Messages.Channel_Rest();
            case CLI -> Messages.Channel_Cli();
            case BUILD -> Messages.Channel_Build();
            case TERMINAL -> Messages.Channel_Terminal();
        };
    }
}
