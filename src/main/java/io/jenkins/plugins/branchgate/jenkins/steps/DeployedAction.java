package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a build deployed, kept with it: an approval asked for by the same build is about exactly that. */
public class DeployedAction extends InvisibleAction {
    private final Map<String, String> deployments = new TreeMap<>();

    /** By step: the deployment that it began. */
    private final Map<String, String> begun = new TreeMap<>();

    /** A deployment that a step began. */
    record Begun(SiteId site, DeploymentId deployment) {}

    private static String key(SiteId site, EnvironmentName environment) {
        return site + "/" + environment;
    }

    static void add(Run<?, ?> run, SiteId site, EnvironmentName environment, DeploymentId deployment)
            throws IOException {
        synchronized (run) {
            on(run).deployments.put(key(site, environment), deployment.value());
        }
        run.save();
    }

    /** Notes which deployment a step began; on the disk when this returns. */
    static void begin(Run<?, ?> run, String step, Begun begun) throws IOException {
        synchronized (run) {
            on(run).begun.putIfAbsent(step, begun.site() + "/" + begun.deployment());
        }
        run.save();
    }

    private static DeployedAction on(Run<?, ?> run) {
        var action = run.getAction(DeployedAction.class);
        if (action == null) {
            action = new DeployedAction();
            run.addAction(action);
        }
        return action;
    }

    /** The deployment that a step began; empty if it began none yet. */
    static Optional<Begun> begun(Run<?, ?> run, String step) {
        synchronized (run) {
            return Optional.ofNullable(run.getAction(DeployedAction.class))
                    .map(action -> action.begun.get(step))
                    .map(text -> text.split("/", 2))
                    .map(parts -> new Begun(new SiteId(parts[0]), new DeploymentId(parts[1])));
        }
    }

    /** The latest deployment a build made, or found done, in an environment. */
    static Optional<DeploymentId> of(Run<?, ?> run, SiteId site, EnvironmentName environment) {
        synchronized (run) {
            return Optional.ofNullable(run.getAction(DeployedAction.class))
                    .map(action -> action.deployments.get(key(site, environment)))
                    .map(DeploymentId::new);
        }
    }
}
