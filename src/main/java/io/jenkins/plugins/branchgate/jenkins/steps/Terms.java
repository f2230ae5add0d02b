package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.jenkins.config.ApprovalPolicy;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the terms of an approval from a step's settings and, for what they leave out, the configured policy. */
record Terms(QaApprovalStep step, ApprovalPolicy policy) {
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern LINE = Pattern.compile("\\R");

    /** @throws InvalidValueException if a value is refused */
    ApprovalTerms at(Instant now) {
        // A name may be a user's or a group's: the security realm has one list of each and knows which it is.
        var names = Set.copyOf(split(or(step.getApprovers(), policy.getApprovers()), COMMA));
        int quorum = or(or(step.getQuorum(), policy.getQuorum()), 1);
        String strategy = or(step.getStrategy(), policy.getStrategy());
        String retest = or(step.getRetest(), policy.getRetest());
        return new ApprovalTerms(
                new Approvers(names, names, quorum, step.isAllowSelfApproval() || policy.isAllowSelfApproval()),
                split(or(step.getChecks(), policy.getChecks()), LINE),
                strategy == null ? MergeStrategy.MERGE : MergeStrategy.parse(strategy),
                retest == null ? RetestPolicy.IF_TREE_DIFFERS : RetestPolicy.parse(retest),
                after(now, "expiry", or(step.getExpiresInHours(), policy.getExpiresInHours())),
                after(now, "reminder", or(step.getRemindInHours(), policy.getRemindInHours())),
                step.getMessage());
    }

    private static <T> T or(T mine, T other) {
        return mine == null ? other : mine;
    }

    private static Instant after(Instant now, String what, Integer hours) {
        return hours == null ? null : now.plus(ApprovalTerms.hours(what, hours));
    }

    private static List<String> split(String text, Pattern separator) {
        return text == null
                ? List.of()
                : Arrays.stream(separator.split(text))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .distinct()
                        .collect(Collectors.toList());
    }
}
