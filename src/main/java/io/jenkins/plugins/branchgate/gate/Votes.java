package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** How votes are made, kept within bounds, and shown. */
final class Votes {

    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_DENIALS = 100;
    private static final Duration SAME_DENIAL = Duration.ofMinutes(1);

    private Votes() {}

    static Vote of(Person person, Verdict verdict, Instant at, Channel channel, String comment, List<String> ticked) {
        return new Vote(person.id(), SafeText.cut(person.name(), LONGEST_NAME), verdict, at, channel, comment, ticked);
    }

    /** The record that an earlier approval is not what it was. */
    static Vote lost(Vote vote, String why, Instant at) {
        String comment = Verdict.APPROVE + " of " + vote.at() + " no longer counts: " + why + ".";
        return new Vote(vote.by(), vote.name(), Verdict.DENIED, at, vote.channel(), comment, List.of());
    }

    /** A comment or reason as it is kept: stripped, null if there is none. */
    static String text(String what, String given) {
        String text = given == null ? "" : given.strip();
        if (text.length() > LONGEST_TEXT) {
            throw new InvalidValueException(what, given, "at most " + LONGEST_TEXT + " characters");
        }
        return text.isEmpty() ? null : text;
    }

    /** As {@link #text}, but there must be one. */
    static String required(String what, String given) {
        String text = text(what, given);
        if (text == null) {
            throw new InvalidValueException(
                    what, given, "a text of 1 to " + LONGEST_TEXT + " characters; it is required");
        }
        return text;
    }

    /**
     * False for the same denial within a minute and beyond a hundred: a script that keeps asking must not fill a
     * disk.
     */
    static boolean isWorthRecording(Vote denial, Approval approval) {
        var denials = approval.votes().stream()
                .filter(vote -> vote.verdict() == Verdict.DENIED)
                .toList();
        return denials.size() < MOST_DENIALS
                && denials.stream()
                        .noneMatch(vote -> vote.by().equals(denial.by())
                                && Objects.equals(vote.comment(), denial.comment())
                                && vote.at().isAfter(denial.at().minus(SAME_DENIAL)));
    }

    /** {@code Name <id>}, or the id alone where that is the name. */
    static String shown(Vote vote) {
        return vote.by().equals(vote.name()) || vote.name() == null ? vote.by() : vote.name() + " <" + vote.by() + ">";
    }
}
