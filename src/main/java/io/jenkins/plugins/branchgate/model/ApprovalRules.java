package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/**
 * What a policy, or a step, says about approvals. What it leaves out is null, or an empty list. A policy is a floor: a
 * step may ask for more than it, and not for less.
 *
 * @param approvers lists of those who may decide; whoever decides has to be in each
 * @param quorum how many distinct people must approve, or null
 * @param selfApproval whether people may approve what is their own, or null
 * @param checks texts the approver must tick
 * @param strategy how the commit is brought into the target, or null
 * @param retest what happens when the target moved, or null
 * @param expiresAfter how long there is to decide, or null
 * @param remindAfter when those who may decide are reminded, or null
 * @param testedIn the environment in which a change must have been tested, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ApprovalRules(
        List<Approvers.Named> approvers,
        Integer quorum,
        Boolean selfApproval,
        List<String> checks,
        MergeStrategy strategy,
        RetestPolicy retest,
        Duration expiresAfter,
        Duration remindAfter,
        EnvironmentName testedIn)
        implements Serializable {

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern LINE = Pattern.compile("\\R");

    /** Says nothing. */
    public static final ApprovalRules NONE = new ApprovalRules(null, null, null, null, null, null, null, null, null);

    public ApprovalRules {
        approvers = approvers == null ? List.of() : List.copyOf(approvers);
        checks = checks == null ? List.of() : List.copyOf(checks);
        if (quorum != null) {
            Ranges.require("quorum", quorum, 1, 20);
        }
    }

    /**
     * Rules that keep a floor.
     *
     * @param rules what holds
     * @param raised one sentence for each value that was asked for and is not what holds
     */
    public record Kept(ApprovalRules rules, List<String> raised) {

        public Kept {
            raised = List.copyOf(raised);
        }
    }

    /**
     * The stricter of both, value by value: the larger quorum, self-approval only if both allow it, approvers who are in
     * the lists of both, the checks of both, the shorter time to decide, the earlier new round. For a reminder the one
     * who asks comes first.
     *
     * @param asked what a step asks for
     * @param floor what a policy wants at least
     * @throws InvalidValueException if the step asks for another strategy, or another environment to test in, than the
     *     policy says: neither of two is the stricter
     */
    public static Kept strictest(ApprovalRules floor, ApprovalRules asked) {
        requireSame("merge strategy", word(floor.strategy), word(asked.strategy));
        requireSame("environment to approve in", text(floor.testedIn), text(asked.testedIn));
        var raised = new ArrayList<String>();
        var approvers = new LinkedHashSet<>(floor.approvers);
        if (!asked.approvers.isEmpty() && !approvers.isEmpty() && !approvers.containsAll(asked.approvers)) {
            raised.add("whoever decides has to be among " + words(floor.approvers) + " as well");
        }
        approvers.addAll(asked.approvers);
        var checks = new LinkedHashSet<>(floor.checks);
        checks.addAll(asked.checks);
        var quorum = stricter("quorum", floor.quorum, asked.quorum, Math::max, raised);
        if (Boolean.FALSE.equals(floor.selfApproval) && Boolean.TRUE.equals(asked.selfApproval)) {
            raised.add("nobody approves what is their own, though that was asked for");
        }
        Boolean self = floor.selfApproval == null || asked.selfApproval == null
                ? either(floor.selfApproval, asked.selfApproval)
                : Boolean.valueOf(floor.selfApproval && asked.selfApproval);
        var retest = stricter("retest", floor.retest, asked.retest, ApprovalRules::earlier, raised);
        var expires =
                stricter("time to decide", floor.expiresAfter, asked.expiresAfter, ApprovalRules::shorter, raised);
        var remind = either(asked.remindAfter, floor.remindAfter);
        if (isTooLate(remind, expires) && !expires.equals(asked.expiresAfter)) {
            remind = isTooLate(floor.remindAfter, expires) ? null : floor.remindAfter;
            raised.add("the reminder comes "
                    + (remind == null ? "never" : "after " + say(remind))
                    + ", since the time to decide is over before the one asked for");
        }
        return new Kept(
                new ApprovalRules(
                        List.copyOf(approvers),
                        quorum,
                        self,
                        List.copyOf(checks),
                        either(asked.strategy, floor.strategy),
                        retest,
                        expires,
                        remind,
                        either(asked.testedIn, floor.testedIn)),
                raised);
    }

    /**
     * Rules from texts as people write them in forms and steps; null for what is left out.
     *
     * @param approvers users' and groups' names, separated by commas
     * @param checks one a line
     * @throws InvalidValueException if a value is refused
     */
    public static ApprovalRules parse(
            String approvers,
            Integer quorum,
            boolean selfApproval,
            String checks,
            String strategy,
            String retest,
            Integer expiresInHours,
            Integer remindInHours,
            String testedIn) {
        // A name may be a user's or a group's: the security realm has one list of each and knows which it is.
        var names = Set.copyOf(split(approvers, COMMA));
        return new ApprovalRules(
                names.isEmpty() ? List.of() : List.of(new Approvers.Named(names, names)),
                quorum,
                selfApproval,
                split(checks, LINE),
                strategy == null ? null : MergeStrategy.parse(strategy),
                retest == null ? null : RetestPolicy.parse(retest),
                hours("expiry", expiresInHours),
                hours("reminder", remindInHours),
                testedIn == null ? null : new EnvironmentName(testedIn));
    }

    /**
     * What of these rules holds for later approvals too where nobody configured a policy: who decides, how many, and when a
     * new round is needed. Checks and times belong to the change that they were asked for.
     */
    public ApprovalRules lasting() {
        return new ApprovalRules(
                approvers,
                quorum == null ? 1 : quorum,
                Boolean.TRUE.equals(selfApproval),
                null,
                null,
                retest == null ? RetestPolicy.IF_TREE_DIFFERS : retest,
                null,
                null,
                testedIn);
    }

    private static Duration hours(String what, Integer hours) {
        return hours == null ? null : ApprovalTerms.hours(what, hours);
    }

    private static List<String> split(String text, Pattern separator) {
        return text == null
                ? List.of()
                : Arrays.stream(separator.split(text))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .distinct()
                        .toList();
    }

    public ApprovalRules withTestedIn(EnvironmentName environment) {
        return new ApprovalRules(
                approvers, quorum, selfApproval, checks, strategy, retest, expiresAfter, remindAfter, environment);
    }

    /** The terms of an approval that is opened now, with the usual default for what nobody said. */
    public ApprovalTerms at(Instant now, String message) {
        return new ApprovalTerms(
                new Approvers(approvers, quorum == null ? 1 : quorum, Boolean.TRUE.equals(selfApproval)),
                checks,
                strategy == null ? MergeStrategy.MERGE : strategy,
                retest == null ? RetestPolicy.IF_TREE_DIFFERS : retest,
                expiresAfter == null ? null : now.plus(expiresAfter),
                remindAfter == null ? null : now.plus(remindAfter),
                message);
    }

    private static <T> T either(T one, T other) {
        return one == null ? other : one;
    }

    private static <T> T stricter(String what, T floor, T asked, BinaryOperator<T> rule, List<String> raised) {
        if (floor == null || asked == null) {
            return either(floor, asked);
        }
        T stricter = rule.apply(floor, asked);
        if (!stricter.equals(asked)) {
            raised.add(what + " is " + say(stricter) + ", not " + say(asked));
        }
        return stricter;
    }

    private static boolean isTooLate(Duration remind, Duration expires) {
        return remind != null && expires != null && remind.compareTo(expires) >= 0;
    }

    private static RetestPolicy earlier(RetestPolicy one, RetestPolicy other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static void requireSame(String what, String floor, String asked) {
        if (floor != null && asked != null && !floor.equals(asked)) {
            throw new InvalidValueException(what, asked, floor + ", which the policy says");
        }
    }

    private static String say(Object value) {
        if (value instanceof Duration duration) {
            return duration.toHours() + " hours";
        }
        return value instanceof RetestPolicy retest ? retest.word() : String.valueOf(value);
    }

    private static String word(MergeStrategy strategy) {
        return strategy == null ? null : strategy.word();
    }

    private static String text(EnvironmentName name) {
        return name == null ? null : name.value();
    }

    private static String words(List<Approvers.Named> lists) {
        return String.join(
                " and among ",
                lists.stream().map(list -> String.join(", ", list.words())).toList());
    }
}
