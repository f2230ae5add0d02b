package io.jenkins.plugins.branchgate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A policy is a floor: a step may ask for more than it, and not for less")
class ApprovalRulesTest {

    private static final Approvers.Named QA = new Approvers.Named(Set.of(), Set.of("qa"));
    private static final Approvers.Named ME = new Approvers.Named(Set.of("mallory"), Set.of());

    private static ApprovalRules approvers(Approvers.Named list) {
        return new ApprovalRules(list == null ? null : List.of(list), null, null, null, null, null, null, null, null);
    }

    private static ApprovalRules quorum(Integer quorum) {
        return new ApprovalRules(null, quorum, null, null, null, null, null, null, null);
    }

    private static ApprovalRules self(Boolean allowed) {
        return new ApprovalRules(null, null, allowed, null, null, null, null, null, null);
    }

    private static ApprovalRules checks(String... checks) {
        return new ApprovalRules(null, null, null, List.of(checks), null, null, null, null, null);
    }

    private static ApprovalRules strategy(MergeStrategy strategy) {
        return new ApprovalRules(null, null, null, null, strategy, null, null, null, null);
    }

    private static ApprovalRules retest(RetestPolicy retest) {
        return new ApprovalRules(null, null, null, null, null, retest, null, null, null);
    }

    private static ApprovalRules times(Integer expires, Integer remind) {
        return new ApprovalRules(null, null, null, null, null, null, hours(expires), hours(remind), null);
    }

    private static ApprovalRules testedIn(String name) {
        return ApprovalRules.NONE.withTestedIn(name == null ? null : new EnvironmentName(name));
    }

    private static Duration hours(Integer hours) {
        return hours == null ? null : Duration.ofHours(hours);
    }

    /** Policy, step, what is looked at, what holds, what the build log says of it or null. */
    static Stream<Arguments> table() {
        return Stream.of(
                row(quorum(2), quorum(1), ApprovalRules::quorum, 2, "quorum is 2, not 1"),
                row(quorum(2), quorum(3), ApprovalRules::quorum, 3, null),
                row(quorum(2), quorum(null), ApprovalRules::quorum, 2, null),
                row(quorum(null), quorum(1), ApprovalRules::quorum, 1, null),
                row(self(false), self(true), ApprovalRules::selfApproval, false, "nobody approves what is their own"),
                row(self(true), self(true), ApprovalRules::selfApproval, true, null),
                row(self(true), self(false), ApprovalRules::selfApproval, false, null),
                row(self(false), self(false), ApprovalRules::selfApproval, false, null),
                row(self(true), self(null), ApprovalRules::selfApproval, true, null),
                row(self(null), self(true), ApprovalRules::selfApproval, true, null),
                row(approvers(QA), approvers(ME), ApprovalRules::approvers, List.of(QA, ME), "among group qa as well"),
                row(approvers(QA), approvers(QA), ApprovalRules::approvers, List.of(QA), null),
                row(approvers(QA), approvers(null), ApprovalRules::approvers, List.of(QA), null),
                row(approvers(null), approvers(ME), ApprovalRules::approvers, List.of(ME), null),
                row(checks("a", "b"), checks("c", "a"), ApprovalRules::checks, List.of("a", "b", "c"), null),
                row(checks("a"), checks(), ApprovalRules::checks, List.of("a"), null),
                row(
                        strategy(MergeStrategy.SQUASH),
                        strategy(null),
                        ApprovalRules::strategy,
                        MergeStrategy.SQUASH,
                        null),
                row(
                        strategy(null),
                        strategy(MergeStrategy.SQUASH),
                        ApprovalRules::strategy,
                        MergeStrategy.SQUASH,
                        null),
                row(
                        retest(RetestPolicy.ALWAYS),
                        retest(RetestPolicy.NEVER),
                        ApprovalRules::retest,
                        RetestPolicy.ALWAYS,
                        "retest is always, not never"),
                row(
                        retest(RetestPolicy.NEVER),
                        retest(RetestPolicy.IF_TREE_DIFFERS),
                        ApprovalRules::retest,
                        RetestPolicy.IF_TREE_DIFFERS,
                        null),
                row(times(24, null), times(48, null), ApprovalRules::expiresAfter, hours(24), "is 24 hours, not 48"),
                row(times(24, null), times(2, null), ApprovalRules::expiresAfter, hours(2), null),
                row(times(24, 4), times(null, null), ApprovalRules::remindAfter, hours(4), null),
                row(times(24, 4), times(null, 8), ApprovalRules::remindAfter, hours(8), null),
                row(times(24, 4), times(48, 30), ApprovalRules::remindAfter, hours(4), "reminder comes after 4 hours"),
                row(times(24, null), times(48, 30), ApprovalRules::remindAfter, null, "reminder comes never"),
                row(testedIn("qa"), testedIn(null), ApprovalRules::testedIn, new EnvironmentName("qa"), null));
    }

    private static Arguments row(
            ApprovalRules policy, ApprovalRules step, Function<ApprovalRules, Object> what, Object holds, String says) {
        return Arguments.of(policy, step, what, holds, says);
    }

    @ParameterizedTest
    @MethodSource("table")
    void theStricterHoldsAndTheLogSaysWhatWasRaised(
            ApprovalRules policy, ApprovalRules step, Function<ApprovalRules, Object> what, Object holds, String says) {
        var kept = ApprovalRules.strictest(policy, step);
        assertEquals(holds, what.apply(kept.rules()));
        if (says == null) {
            assertEquals(List.of(), kept.raised());
        } else {
            assertTrue(kept.raised().stream().anyMatch(each -> each.contains(says)), kept.raised()::toString);
        }
        assertEquals(kept.rules(), ApprovalRules.strictest(policy, kept.rules()).rules(), "and stays");
    }

    @Test
    void anotherStrategyOrEnvironmentThanThePolicysIsRefusedByName() {
        var squash = strategy(MergeStrategy.SQUASH);
        var merge = strategy(MergeStrategy.MERGE);
        var refused = assertThrows(InvalidValueException.class, () -> ApprovalRules.strictest(squash, merge));
        assertTrue(refused.getMessage().contains("squash"), refused.getMessage());
        var staging = testedIn("staging");
        var qa = testedIn("qa");
        var elsewhere = assertThrows(InvalidValueException.class, () -> ApprovalRules.strictest(staging, qa));
        assertTrue(elsewhere.getMessage().contains("staging"), elsewhere.getMessage());
    }

    @Test
    void whatNobodySaidIsTheUsual() {
        var now = Instant.parse("2026-02-03T04:05:06Z");
        assertEquals(ApprovalTerms.defaults(), ApprovalRules.NONE.at(now, null));
        assertEquals(now.plus(Duration.ofHours(3)), times(3, 1).at(now, null).expiresAt());
    }
}
