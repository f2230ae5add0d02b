package io.jenkins.plugins.branchgate.jenkins.board;

import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A deployment as the board shows it.
 *
 * @param deployment as the ledger knows it
 * @param link the build that asked for it, for links; null if there is none
 */
public record ShownDeployment(Deployment deployment, String link) {

    /** What names a deployment in the address of its page. */
    static String key(SiteId site, DeploymentId id) {
        return site + "." + id;
    }

    /** What came of it, or what it does now. */
    public String outcome() {
        return switch (deployment.phase()) {
            case DONE -> Messages.Deployment_Done();
            case FAILED -> Messages.Deployment_Failed();
            default -> Messages.Deployment_Running(word(deployment.phase()));
        };
    }

    /** Says the same as the outcome. */
    public String icon() {
        return switch (deployment.phase()) {
            case DONE -> "symbol-checkmark-circle-outline plugin-ionicons-api";
            case FAILED -> "symbol-close-circle-outline plugin-ionicons-api";
            default -> "symbol-sync-outline plugin-ionicons-api";
        };
    }

    /** Why it was made, where that is not a push. */
    public String kind() {
        return switch (deployment.kind()) {
            case DEPLOY -> null;
            case ROLLBACK -> Messages.Deployment_Rollback();
            case SCALE -> Messages.Deployment_Scale();
        };
    }

    /** How long each phase took. */
    public String phases() {
        return deployment.durations().entrySet().stream()
                .map(each -> word(each.getKey()) + " " + each.getValue().toMillis() + " ms")
                .collect(Collectors.joining(" · "));
    }

    /** What visitors felt of it; null before its switch, or if it failed without having been counted. */
    public String traffic() {
        var traffic = deployment.traffic();
        if (traffic != null) {
            return Messages.Deployment_Traffic(traffic.served(), traffic.failed());
        }
        return deployment.phase() == Phase.DONE ? Messages.Deployment_TrafficUnknown() : null;
    }

    /** Why the environment differs from its branch, or null if it does not. */
    public String marker() {
        String branch = deployment.environment().branch().value();
        if (deployment.admission() == Admission.OVERRIDE) {
            return Messages.Deployment_Overridden(branch, deployment.startedBy(), deployment.reason());
        }
        return deployment.kind() == DeploymentKind.ROLLBACK
                ? Messages.Deployment_RolledBack(branch, deployment.startedBy())
                : null;
    }

    /** The same of what the environment runs now; also says that it failed and there was nothing to go back to. */
    public String markerWhileServing() {
        return deployment.failure() == null ? marker() : Messages.Environment_RunsFailed();
    }

    /** Since when its release serves; null before the switch. */
    public Instant since() {
        return deployment.phases().stream()
                .filter(phase -> phase.phase() == Phase.DRAIN)
                .map(phase -> phase.at())
                .findFirst()
                .orElse(null);
    }

    /** The phases entered, each with when and how long. */
    public List<ShownPhase> steps() {
        var durations = deployment.durations();
        return deployment.phases().stream()
                .map(time -> new ShownPhase(word(time.phase()), time.at(), durations.get(time.phase())))
                .toList();
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
