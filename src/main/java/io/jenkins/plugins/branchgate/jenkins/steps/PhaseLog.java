package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Phase;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells a build's log how a deployment goes: each phase when it begins, with the time the one before took. */
final class PhaseLog implements Progress {
    private final Consumer<String> log;

    PhaseLog(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public void phase(Deployment deployment, Phase phase) {
        var finished = deployment.durations();
        String before = "";
        for (var last : finished.entrySet()) {
            before = " (" + word(last.getKey()) + " took " + last.getValue().toMillis() + " ms)";
        }
        log.accept(deployment.environment().name() + ": " + word(phase) + before);
    }

    @Override
    public void log(String line) {
        log.accept("  " + line);
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
