package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.Rollback;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.EnginePlace;
import io.jenkins.plugins.branchgate.jenkins.agent.EngineReach;
import io.jenkins.plugins.branchgate.jenkins.checkout.BuildSource;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;

/**
 * What {@code rollbackDeployment} does in a build. The engine is reached as it was at the latest deployment, whatever
 * machine the build runs on. Blocks for as long as the deployment takes.
 */
final class BranchRollback {
    private final BuildContext context;
    private final RollbackDeploymentStep step;

    BranchRollback(BuildContext context, RollbackDeploymentStep step) {
        this.context = context;
        this.step = step;
    }

    /**
     * Rolls back.
     *
     * @return as {@code deployBranch}: environment, url, commit, image, digest, release, durationMillis
     * @throws AbortException if it was refused or failed; the message says why and what serves now
     */
    Map<String, Object> run() throws IOException, InterruptedException {
        try {
            var environment = new EnvironmentName(step.getEnvironment());
            var to = step.getTo() == null ? null : new ReleaseId(step.getTo());
            return rollBack(site(environment), environment, to);
        } catch (InvalidValueException e) {
            throw new AbortException(e.getMessage());
        } catch (DeploymentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private Map<String, Object> rollBack(SiteId site, EnvironmentName environment, ReleaseId to)
            throws IOException, InterruptedException, DeploymentException {
        var gate = BranchGate.get();
        // An unknown site must not get a ledger by being asked for.
        var current = gate.sites().contains(site)
                ? gate.ledger(site).view().current(environment).orElse(null)
                : null;
        if (current == null) {
            throw new AbortException("Site " + site + " runs nothing in " + environment
                    + " that could be rolled back. Nothing was changed. If the site is a folder of its repository, or of"
                    + " another one, give 'site' or 'url' as for deployBranch.");
        }
        var deployer = Builds.latestAsSystem(current.buildUrl(), current.startedAt())
                .orElseThrow(() -> new AbortException("The job that deployed " + environment
                        + " is gone or was renamed, so it is not known who may roll it back. Nothing was changed. Deploy"
                        + " to it once more."));
        RollbackLeave.check(context.run(), deployer.getParent(), environment);
        var request = Rollback.request(
                gate.ledger(site).view(), site, environment, to, context.startedBy(), context.buildUrl());
        context.log("Site " + site + ": " + environment + " goes back from release "
                + current.release().id() + " to " + request.release().id() + " of commit "
                + request.commit().abbreviated());
        var engine = EngineReach.connect(site, environment);
        var done = gate.deployer(site).deploy(request, engine.platform(), engine.images(), new PhaseLog(context::log));
        DeployedAction.add(context.run(), site, environment, done.id());
        String url = gate.places(site).of(environment).map(EnginePlace::siteUrl).orElse(null);
        long millis = DeploymentResult.untilServing(done);
        context.log(environment + " serves release " + done.release().id() + " after " + millis + " ms"
                + (url == null ? "" : ": " + BuildContext.link(url)));
        return new DeploymentResult(done, url, millis).toMap();
    }

    /** The site of the build's repository; without one, the only site that runs something in such an environment. */
    private SiteId site(EnvironmentName environment) throws IOException {
        try {
            var source = BuildSource.of(context.run(), step.getUrl(), null);
            return SiteId.of(source.url(), new SiteFolder(step.getSite()));
        } catch (AbortException e) {
            var running = new ArrayList<SiteId>();
            for (var site : BranchGate.get().sites()) {
                if (BranchGate.get().ledger(site).view().current(environment).isPresent()) {
                    running.add(site);
                }
            }
            if (step.getUrl() != null || step.getSite() != null || running.size() != 1) {
                throw e;
            }
            return running.get(0);
        }
    }
}
