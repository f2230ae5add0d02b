package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Phase;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells a build's log how a deployment goes: each phase when it begins; how long each took is among
 * the deployer's own lines.
 */
final class PhaseLog implements Progress {
    private final Consumer<String> log;

    PhaseLog(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public void phase(Deployment deployment, Phase phase) {
        log.accept(deployment.environment().name() + ": " + phase.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void log(String line) {
        log.accept("  " + line);
    }
}
