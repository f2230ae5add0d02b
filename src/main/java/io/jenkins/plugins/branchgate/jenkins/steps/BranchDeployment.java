package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.deploy.DeployRequest;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.Scaling;
import io.jenkins.plugins.branchgate.gate.NotAdmittedException;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.EnginePlace;
import io.jenkins.plugins.branchgate.jenkins.agent.EngineAccess;
import io.jenkins.plugins.branchgate.jenkins.agent.EngineConnection;
import io.jenkins.plugins.branchgate.jenkins.agent.EngineReach;
import io.jenkins.plugins.branchgate.jenkins.agent.Targets;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironment;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironments;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredTarget;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.RepositoryAddress;
import io.jenkins.plugins.branchgate.model.WebAddress;
import io.jenkins.plugins.branchgate.platform.Place;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.source.SiteRepository;
import io.jenkins.plugins.branchgate.source.SourceException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;

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
        } catch (InvalidValueException | SourceException | PlatformException | NotAdmittedException e) {
            throw new AbortException(e.getMessage());
        } catch (DeploymentException e) {
            throw new AbortException(e.getMessage());
        } catch (InterruptedException e) {
            throw context.aborted(e);
        }
    }

    private Map<String, Object> deploy()
            throws IOException, InterruptedException, SourceException, PlatformException, NotAdmittedException,
                    DeploymentException {
        var site = SiteSource.of(context, step.getUrl(), step.getCredentialsId(), step.getSite());
        configured = configured(site);
        var settings = settings();
        var asked = settings.environment();
        var engine = connect().keepingLogsOf(site.id());
        var siteUrl = siteUrl(asked);
        try (var repository = site.repository()) {
            var tip = repository.fetch(asked.branch());
            var ledger = site.ledger();
            var environment = asScaled(settings, asked, ledger);
            var commit = new CommitChoice(context, site, environment).choose(repository, tip, ledger);
            context.log("Site " + site.id() + ": commit " + commit.abbreviated() + " of branch " + environment.branch()
                    + " to " + environment.name() + " on " + engine.platform().describe());
            BranchGate.get().places(site.id()).put(environment.name(), place(siteUrl));
            var done = alreadyRuns(site, ledger, environment, commit, engine);
            if (done.isPresent()) {
                context.log(
                        environment.name() + " already runs this commit, healthy and with these settings; nothing to"
                                + " do. " + BuildContext.link(siteUrl));
                return finished(site, done.get(), siteUrl, 0);
            }
            return finished(site, deploy(site, ledger, environment, engine, repository, commit, tip), siteUrl);
        }
    }

    /** What is configured, which a step only names; of an environment that nobody configured what the step says. */
    private EnvironmentSettings settings() throws AbortException {
        if (configured.isEmpty()) {
            return step.settings();
        }
        if (!configured.get().mayDeploy(context.run().getParent())) {
            throw new AbortException("The environment " + step.getEnvironment() + " is configured "
                    + configured.get().definition().where() + " for "
                    + String.join(", ", configured.get().definition().owners().names()) + " and not for this job, "
                    + context.run().getParent().getFullName() + ". Nothing was changed.");
        }
        var found = configured.get();
        found.refuseOther("siteUrl", step.getSiteUrl(), found.environment().getSiteUrl());
        var target = target();
        if (target.isPresent()) {
            found.refuseOther("dockerHost", step.getDockerHost(), target.get().getDockerHost());
            found.refuseOther(
                    "dockerCredentialsId",
                    step.getDockerCredentialsId(),
                    target.get().getDockerCredentialsId());
        }
        return found.settings(step.settings());
    }

    /** Where nobody says how many replicas there are to be, there stay as many as there are: someone may have scaled. */
    private static Environment asScaled(EnvironmentSettings settings, Environment environment, Ledger ledger) {
        return settings.replicas() != null
                ? environment
                : ledger.view()
                        .current(environment.name())
                        .map(current ->
                                environment.withReplicas(current.environment().replicas()))
                        .orElse(environment);
    }

    private Optional<ConfiguredEnvironments.Found> configured(SiteSource site) {
        return ConfiguredEnvironments.find(
                context.run().getParent(),
                RepositoryAddress.of(site.remote().url()).canonical(),
                site.folder(),
                new EnvironmentName(step.getEnvironment()));
    }

    private Optional<ConfiguredTarget> target() throws AbortException {
        String name = configured.map(found -> found.environment().getTarget()).orElse(null);
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(Targets.named(name)
                .orElseThrow(() -> new AbortException("The environment " + step.getEnvironment()
                        + " is configured for target " + name + ", which is not configured. Nothing was changed.")));
    }

    private String dockerHost() throws AbortException {
        var target = target();
        return target.isPresent() ? target.get().getDockerHost() : step.getDockerHost();
    }

    private String dockerCredentialsId() throws AbortException {
        var target = target();
        return target.isPresent() ? target.get().getDockerCredentialsId() : step.getDockerCredentialsId();
    }

    private EngineConnection connect() throws IOException {
        var target = target();
        if (target.isPresent()) {
            return Targets.engine(target.get());
        }
        var engine = EngineAccess.ref(context.run(), dockerHost(), dockerCredentialsId());
        return EngineConnection.of(context.channel(), context.node(), engine);
    }

    private Deployment deploy(
            SiteSource site,
            Ledger ledger,
            Environment environment,
            EngineConnection engine,
            SiteRepository repository,
            CommitId commit,
            CommitId tip)
            throws IOException, InterruptedException, SourceException, NotAdmittedException, DeploymentException {
        if (differsInReplicasOnly(ledger, environment, commit)) {
            context.log(environment.name() + " already runs this commit: only the number of containers changes");
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
        var entrance = new GateEntrance(context, gate, ledger).enter(environment, commit, tip);
        var tested = gate.approvedRelease(commit, tree.tree()).orElse(null);
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
                        environment ->
                                EngineReach.connect(site.id(), environment).images(),
                        new PhaseLog(context::log));
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
            SiteSource site, Ledger ledger, Environment environment, CommitId commit, EngineConnection engine)
            throws PlatformException {
        var current = ledger.view()
                .current(environment.name())
                .filter(deployment -> deployment.phase() == Phase.DONE
                        && deployment.commit().equals(commit)
                        && deployment.environment().equals(environment));
        if (current.isEmpty()) {
            return current;
        }
        var edge = engine.platform().edge(new Place(site.id(), environment.name()));
        boolean whole = edge.running()
                && edge.port() == environment.port().value()
                && edge.routed().size() == environment.replicas()
                && edge.up().containsAll(edge.routed());
        return whole ? current : Optional.empty();
    }

    private Map<String, Object> finished(SiteSource site, Deployment deployment, String url) throws IOException {
        long millis = DeploymentResult.untilServing(deployment);
        context.log(deployment.environment().name() + " serves "
                + deployment.commit().abbreviated() + " after " + millis + " ms: " + BuildContext.link(url));
        context.log("Release " + deployment.release().id() + ", image "
                + deployment.release().digest());
        return finished(site, deployment, url, millis);
    }

    private Map<String, Object> finished(SiteSource site, Deployment deployment, String url, long millis)
            throws IOException {
        DeployedAction.add(context.run(), site.id(), deployment.environment().name(), deployment.id());
        return new DeploymentResult(deployment, url, millis).toMap();
    }

    private String siteUrl(Environment environment) throws IOException, InterruptedException {
        String given = step.getSiteUrl() != null
                ? step.getSiteUrl()
                : configured.map(found -> found.environment().getSiteUrl()).orElse(null);
        return given != null
                ? new WebAddress(given).value()
                : SiteUrl.of(dockerHost(), context.hostName(), Jenkins.get().getRootUrl(), environment.port());
    }

    private EnginePlace place(String siteUrl) throws AbortException {
        return new EnginePlace(
                context.node(),
                dockerHost(),
                dockerCredentialsId(),
                context.run().getParent().getFullName(),
                siteUrl);
    }
}
