package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.model.Run;
import hudson.security.Permission;
import io.jenkins.plugins.branchgate.deploy.DeployRequest;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.checkout.BuildSource;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnector;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a step that changes what runs and brings no commit: it goes back, or scales. The engine is reached
 * as it was at the latest deployment, whatever machine the build runs on.
 *
 * @param context the build
 * @param site the site
 * @param name the environment's name
 * @param current what it runs
 * @param deployer a build of the job that deployed that, whose view of credentials counts; empty if it is gone
 */
record RunningEnvironment(
        BuildContext context, SiteId site, EnvironmentName name, Deployment current, Optional<Run<?, ?>> deployer) {

    /**
     * Finds it.
     *
     * @param folder the site's folder, or null for the whole repository
     * @param url the site's repository, or null for the build's
     * @param what what the build wants, to complete "may not …"
     * @param permission what it takes on the environment's owner
     * @throws AbortException if there is no such environment, it runs nothing, or the build may not change it
     */
    static RunningEnvironment find(
            BuildContext context, String environment, String folder, String url, String what, Permission permission)
            throws IOException {
        var name = new EnvironmentName(environment);
        var site = site(context, name, folder, url);
        // An unknown site must not get a ledger by being asked for.
        var view = BranchGate.get().sites().contains(site)
                ? BranchGate.get().ledger(site).view()
                : null;
        var current = view == null ? null : view.current(name).orElse(null);
        var ownership = view == null ? null : view.ownership(name).orElse(null);
        if (current == null || ownership == null) {
            throw new AbortException("Site " + site + " runs nothing in " + name
                    + ". Nothing was changed. If the site is a folder of its repository, or of another one, give 'site' or"
                    + " 'url' as for deployBranch.");
        }
        RunAuthorization.check(context.run(), ownership, what, permission);
        var deployer = Builds.latestAsSystem(current.buildUrl(), current.startedAt());
        return new RunningEnvironment(context, site, name, current, deployer);
    }

    LedgerView view() throws IOException {
        return BranchGate.get().ledger(site).view();
    }

    /**
     * Carries the request out. Blocks for as long as the deployment takes.
     *
     * @return as {@code deployBranch}: environment, url, commit, image, digest, release, replicas, durationMillis
     */
    Map<String, Object> deploy(DeployRequest request) throws IOException, InterruptedException, DeploymentException {
        var gate = BranchGate.get();
        var engine = EngineConnector.connect(site, name);
        var done = gate.deployer(site)
                .deploy(
                        request,
                        engine.platform(),
                        engine.images(),
                        other -> EngineConnector.imagesToCopy(site, other),
                        context.progress(site));
        DeployedAction.add(context.run(), site, name, done.id());
        String address = view().ownership(name).map(Ownership::siteUrl).orElse(null);
        long millis = DeploymentResult.untilServing(done);
        int replicas = done.environment().replicas();
        context.log(BuildContext.linked(
                name + " serves release " + done.release().id() + " from " + replicas
                        + (replicas == 1 ? " container" : " containers") + " after " + millis + " ms",
                address));
        return new DeploymentResult(done, address, millis).toMap();
    }

    /** The site of the build's repository; without one, the only site that runs something in such an environment. */
    private static SiteId site(BuildContext context, EnvironmentName environment, String folder, String url)
            throws IOException {
        try {
            var source = BuildSource.of(context.run(), url, null);
            return SiteId.of(source.url(), new SiteFolder(folder));
        } catch (AbortException e) {
            var running = new ArrayList<SiteId>();
            BranchGate.get().ledgers().open().forEach((site, ledger) -> {
                if (ledger.view().current(environment).isPresent()) {
                    running.add(site);
                }
            });
            if (url != null || folder != null || running.size() != 1) {
                throw e;
            }
            return running.get(0);
        }
    }
}
