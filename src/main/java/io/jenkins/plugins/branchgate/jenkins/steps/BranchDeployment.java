package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.deploy.DeployRequest;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.Scaling;
import io.jenkins.plugins.branchgate.gate.NotAdmittedException;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironments;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnection;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnector;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What {@code deployBranch} and its freestyle twin do in a build. Blocks for as long as the deployment takes. */
public final class BranchDeployment {
    private final BuildContext context;
    private final DeployBranchStep step;
    private Optional<ConfiguredEnvironments.Found> configured = Optional.empty();

    public BranchDeployment(BuildContext context, DeployBranchStep step) {
        this.context = context;
        this.step = step;
    }

    /**
     * Deploys, or finds that the environment runs the commit already.
     *
     * @return environment, url, commit, image, digest, release, replicas, durationMillis
     * @throws AbortException if it was refused or failed; the message says why and what serves now
     */
    public Map<String, Object> run() throws IOException, InterruptedException {
        try {
            return deploy();
        } catch (InvalidValueException | GitException | PlatformException | NotAdmittedException e) {
            throw new AbortException(e.getMessage());
        } catch (DeploymentException e) {
            throw new AbortException(e.getMessage());
        } catch (InterruptedException e) {
            throw context.aborted(e);
        }
    }

    private Map<String, Object> deploy()
            throws IOException, InterruptedException, GitException, PlatformException, NotAdmittedException,
                    DeploymentException {
        var site = SiteSource.of(context, step.getUrl(), step.getCredentialsId(), step.getSite());
        var admission = EnvironmentAdmission.of(context, step, site);
        var engine = admission.engine().keepingLogsOf(site.id());
        var environment = admission.environment();
        try (var repository = site.repository()) {
            var tip = repository.fetch(environment.branch());
            requireFolder(site, repository, tip);
            var ledger = site.ledger();
            var commit = new CommitChoice(context, site, environment).choose(repository, tip, ledger);
            context.log("Site " + site.id() + ": commit " + commit.abbreviated() + " of branch " + environment.branch()
                    + " to " + environment.name() + " on " + engine.platform().describe());
            var done = admission.isAnew()
                    ? Optional.<Deployment>empty()
                    : alreadyRuns(site, ledger, environment, commit, admission.target(), engine);
            if (done.isPresent()) {
                context.log(BuildContext.linked(
                        environment.name()
                                + " already runs this commit, healthy and with these settings; nothing to do",
                        admission.siteUrl()));
                return finished(site, done.get(), admission.siteUrl(), 0);
            }
            var deployed = deploy(site, ledger, admission, engine, repository, commit, tip);
            EnvironmentAdmission.leaveFormerTargets(context, ledger, site.id(), environment.name());
            return finished(site, deployed, admission.siteUrl());
        }
    }

    /** A site without content gets no ledger by being named, for there are as many as names of folders. */
    private static void requireFolder(SiteSource site, SiteRepository repository, CommitId tip)
            throws IOException, GitException {
        if (site.knownView().isEmpty()) {
            repository.siteTree(tip, site.folder());
        }
    }

    private Deployment deploy(
            SiteSource site,
            Ledger ledger,
            EnvironmentAdmission admission,
            EngineConnection engine,
            SiteRepository repository,
            CommitId commit,
            CommitId tip)
            throws IOException, InterruptedException, GitException, NotAdmittedException, DeploymentException {
        var environment = admission.environment();
        admission.authorize(repository, commit);
        if (!admission.isAnew() && differsInReplicasOnly(ledger, environment, commit)) {
            context.log(environment.name() + " already runs this commit: only the number of containers changes");
            admission.claim(ledger);
            return carryOut(
                    site,
                    engine,
                    Scaling.request(
                            ledger.view(),
                            site.id(),
                            environment.name(),
                            environment.replicas(),
                            context.startedBy(),
                            context.buildUrl()));
        }
        var tree = repository.siteTree(commit, site.folder());
        var gate = BranchGate.get().gate(site.id());
        admission.requireFreeAddress(ledger);
        var entrance =
                new GateCheck(context, site.id(), gate, ledger).enter(environment, commit, tip, admission.isAnew());
        admission.claim(ledger);
        var tested = gate.approvedRelease(environment, commit, tree.tree()).orElse(null);
        if (tested != null) {
            context.log("The content is what QA approved: its image " + tested.digest() + " is used");
        }
        var request = new DeployRequest(
                site.id(),
                environment,
                commit,
                tree,
                tested,
                DeploymentKind.DEPLOY,
                entrance.admission(),
                entrance.reason(),
                context.startedBy(),
                context.buildUrl());
        return carryOut(site, engine, request);
    }

    private Deployment carryOut(SiteSource site, EngineConnection engine, DeployRequest request)
            throws IOException, InterruptedException, DeploymentException {
        return BranchGate.get()
                .deployer(site.id())
                .deploy(
                        request,
                        engine.platform(),
                        engine.images(),
                        environment -> EngineConnector.imagesToCopy(site.id(), environment),
                        context.progress(site.id()));
    }

    private static boolean differsInReplicasOnly(Ledger ledger, Environment environment, CommitId commit) {
        return ledger.view()
                .current(environment.name())
                .filter(current ->
                        current.phase() == Phase.DONE && current.commit().equals(commit))
                .map(Deployment::environment)
                .filter(now -> now.replicas() != environment.replicas()
                        && now.withReplicas(environment.replicas()).equals(environment))
                .isPresent();
    }

    /** A push often starts two builds of one commit: the job triggered by the approval, and the webhook or poll. */
    private Optional<Deployment> alreadyRuns(
            SiteSource site,
            Ledger ledger,
            Environment environment,
            CommitId commit,
            TargetId target,
            EngineConnection engine)
            throws PlatformException {
        var current = ledger.view()
                .current(environment.name())
                .filter(deployment -> deployment.phase() == Phase.DONE
                        && deployment.commit().equals(commit)
                        && target.equals(deployment.target())
                        && deployment.environment().equals(environment));
        if (current.isEmpty()) {
            return current;
        }
        var edge = engine.platform().edge(new EnvironmentKey(site.id(), environment.name()));
        boolean whole = edge.running()
                && edge.port() == environment.port().value()
                && edge.routed().size() == environment.replicas()
                && edge.up().containsAll(edge.routed());
        return whole ? current : Optional.empty();
    }

    private Map<String, Object> finished(SiteSource site, Deployment deployment, String url) throws IOException {
        long millis = DeploymentResult.untilServing(deployment);
        context.log(BuildContext.linked(
                deployment.environment().name() + " serves "
                        + deployment.commit().abbreviated() + " after " + millis + " ms",
                url));
        if (url == null) {
            context.log(
                    "Where people find it is not known: other machines do not reach this agent by the name that it has"
                            + " for itself. Tell with siteUrl: 'https://…'; until then the log, the board and the approval page"
                            + " link to nothing.");
        }
        context.log("Release " + deployment.release().id() + ", image "
                + deployment.release().digest());
        return finished(site, deployment, url, millis);
    }

    private Map<String, Object> finished(SiteSource site, Deployment deployment, String url, long millis)
            throws IOException {
        DeployedAction.add(context.run(), site.id(), deployment.environment().name(), deployment.id());
        return new DeploymentResult(deployment, url, millis).toMap();
    }
}
