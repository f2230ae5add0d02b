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

    private static String key(SiteId site, EnvironmentName environment) {
        return site + "/" + environment;
    }

    static void add(Run<?, ?> run, SiteId site, EnvironmentName environment, DeploymentId deployment)
            throws IOException {
        synchronized (run) {
            var action = run.getAction(DeployedAction.class);
            boolean fresh = action == null;
            action = fresh ? new DeployedAction() : action;
            action.deployments.put(key(site, environment), deployment.value());
            if (fresh) {
                run.addAction(action);
            }
        }
        run.save();
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
