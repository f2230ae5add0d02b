package io.jenkins.plugins.branchgate.reconcile;

import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.PhaseTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an environment runs, since when, and how it does.
 *
 * @param environment which environment
 * @param current what it runs, empty if nothing
 * @param inProgress the deployment under way, empty if none
 * @param health how it does, as last seen
 * @param findings what is wrong, each in words for people; empty if nothing is, or nobody looked yet
 * @param seenAt when that was seen; null if nobody looked yet
 */
public record EnvironmentStatus(
        EnvironmentName environment,
        Optional<Deployment> current,
        Optional<Deployment> inProgress,
        Health health,
        List<String> findings,
        Instant seenAt) {

    public EnvironmentStatus {
        findings = List.copyOf(findings);
    }

    /** Since when visitors get what it runs: the end of the switch; empty if it runs nothing. */
    public Optional<Instant> since() {
        return current.flatMap(deployment -> deployment.phases().stream()
                .filter(time -> time.phase() == Phase.DRAIN)
                .map(PhaseTime::at)
                .findFirst());
    }

    /** One sentence for people. */
    public String words() {
        String state = health.words() + (findings.isEmpty() ? "" : ": " + String.join("; ", findings));
        return inProgress
                .map(deployment -> state + " (a deployment is in " + deployment.phase() + ")")
                .orElse(state);
    }
}
