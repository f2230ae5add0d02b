package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.Locale;

/**
 * Tells a build's log how a deployment goes: each phase when it begins; how long each took is among
 * the deployer's own lines. The deployment that the step begins is noted on the build, so that the step finds it after a
 * restart.
 *
 * @param context the build and the step
 * @param site whose environment is deployed to
 */
record PhaseLog(BuildContext context, SiteId site) implements Progress {

    @Override
    public void phase(Deployment deployment, Phase phase) {
        context.log(deployment.environment().name() + ": " + phase.name().toLowerCase(Locale.ROOT));
        // Of other builds come those that a crash left unfinished, which are settled first.
        if (phase == Phase.BUILD && context.step() != null && context.buildUrl().equals(deployment.buildUrl())) {
            note(deployment);
        }
    }

    private void note(Deployment deployment) {
        try {
            DeployedAction.begin(context.run(), context.step(), new DeployedAction.Begun(site, deployment.id()));
        } catch (IOException e) {
            context.log(
                    "It could not be noted on the build which deployment is its own, so that a restart of Jenkins now"
                            + " would make the step deploy again: " + e.getMessage());
        }
    }

    @Override
    public void log(String line) {
        context.log("  " + line);
    }
}
