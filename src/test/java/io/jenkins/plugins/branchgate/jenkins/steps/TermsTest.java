package io.jenkins.plugins.branchgate.jenkins.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ApprovalRules;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a Jenkinsfile can make of the policies. */
class TermsTest {

    private static ApprovalRules policy(
            String approvers, Integer quorum, boolean self, String retest, String testedIn) {
        return ApprovalRules.parse(approvers, quorum, self, "Prices", "squash", retest, 24, null, testedIn);
    }

    private static Terms weak() {
        return new Terms(ApprovalRules.parse("mallory", 1, true, "", null, "never", 1000, null, null));
    }

    @Test
    void aJenkinsfileThatAsksForLessThanThePolicyGetsThePolicy() {
        var kept = weak().kept(List.of(policy("qa", 2, false, "always", "staging")));
        var rules = kept.rules();
        var qa = new Approvers.Named(Set.of("qa"), Set.of("qa"));
        var mallory = new Approvers.Named(Set.of("mallory"), Set.of("mallory"));
        assertEquals(List.of(qa, mallory), rules.approvers());
        assertEquals(2, rules.quorum());
        assertEquals(false, rules.selfApproval());
        assertEquals(List.of("Prices"), rules.checks());
        assertEquals(RetestPolicy.ALWAYS, rules.retest());
        assertEquals(24, rules.expiresAfter().toHours());
        assertEquals(new EnvironmentName("staging"), rules.testedIn());
        assertEquals(5, kept.raised().size(), kept.raised()::toString);
    }

    @Test
    void ofSeveralPoliciesTheStrictestHoldsOfEachValue() {
        var kept = weak().kept(List.of(policy(null, 1, true, null, null), policy("qa", 3, false, null, null)));
        assertEquals(3, kept.rules().quorum());
        assertEquals(false, kept.rules().selfApproval());
    }

    @Test
    void aJenkinsfileThatNamesAnotherEnvironmentOrStrategyThanThePolicyIsRefused() {
        var policies = List.of(policy(null, null, false, null, "staging"));
        var inQa = new Terms(ApprovalRules.parse(null, null, false, null, null, null, null, null, "qa"));
        var refused = assertThrows(InvalidValueException.class, () -> inQa.kept(policies));
        assertTrue(refused.getMessage().contains("staging"), refused.getMessage());
        var merging = new Terms(ApprovalRules.parse(null, null, false, null, "merge", null, null, null, null));
        assertThrows(InvalidValueException.class, () -> merging.kept(policies));
    }

    @Test
    void withoutAPolicyAStepIsWhatItSaysInQa() {
        var kept = weak().kept(List.of());
        assertEquals(List.of(), kept.raised());
        assertEquals(new EnvironmentName("qa"), kept.rules().testedIn());
        assertEquals(1, kept.rules().quorum());
    }
}
