package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What was agreed when an approval was opened; it never changes afterwards.
 *
 * @param approvers who may decide, and how many must
 * @param checks texts the approver must tick before approval is possible
 * @param strategy how the commit is brought into the target
 * @param retest what happens when the target moved
 * @param expiresAt when the approval expires, or null for never
 * @param remindAt when those who may decide are reminded, or null for never
 * @param message what the approver is asked, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ApprovalTerms(
        Approvers approvers,
        List<String> checks,
        MergeStrategy strategy,
        RetestPolicy retest,
        Instant expiresAt,
        Instant remindAt,
        String message)
        implements Serializable {

    private static final int MOST_HOURS = 24 * 366;

    public ApprovalTerms {
        Objects.requireNonNull(approvers, "approvers");
        checks = checks == null ? List.of() : List.copyOf(checks);
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(retest, "retest");
    }

    /**
     * A number of hours as steps and the policy give them.
     *
     * @param what for the message, for example {@code expiry}
     * @throws InvalidValueException if it is not from 1 to 8784, a leap year
     */
    public static Duration hours(String what, int hours) {
        Ranges.require(what + " in hours", hours, 1, MOST_HOURS);
        return Duration.ofHours(hours);
    }

    /** Anyone with the permission, a merge commit, a new QA round if the outcome would differ, no expiry. */
    public static ApprovalTerms defaults() {
        return new ApprovalTerms(
                Approvers.ANYONE, List.of(), MergeStrategy.MERGE, RetestPolicy.IF_TREE_DIFFERS, null, null, null);
    }
}
