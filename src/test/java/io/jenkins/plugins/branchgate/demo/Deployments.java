package io.jenkins.plugins.branchgate.demo;

import io.jenkins.plugins.branchgate.deploy.DeployRequest;
import io.jenkins.plugins.branchgate.deploy.Deployer;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.gate.AdmissionRequest;
import io.jenkins.plugins.branchgate.gate.Gate;
import io.jenkins.plugins.branchgate.gate.GateException;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;

/** Deploys commits of the site, past the gate. */
final class Deployments {

    static final String STARTED_BY = "dev/demo";

    private final SiteId site;
    private final Ledger ledger;
    private final Gate gate;
    private final Deployer deployer;
    private final SiteRepository repository;
    private final Platform platform;
    private final ImageBuilder images;
    private final Terminal terminal;

    Deployments(
            SiteId site,
            Ledger ledger,
            Gate gate,
            SiteRepository repository,
            Platform platform,
            ImageBuilder images,
            Terminal terminal) {
        this.site = site;
        this.ledger = ledger;
        this.gate = gate;
        this.deployer = new Deployer(ledger, Clock.systemUTC());
        this.repository = repository;
        this.platform = platform;
        this.images = images;
        this.terminal = terminal;
    }

    boolean everRan(Environment environment) {
        return ledger.view().everRan(environment.name());
    }

    /** Brings an environment to what its ledger says, after a demo that was killed or containers that were removed. */
    void recover(Environment environment) throws DeploymentException, PlatformException, InterruptedException {
        var place = new EnvironmentKey(site, environment.name());
        var view = ledger.view();
        if (view.current(environment.name()).isPresent()
                || view.inProgress(environment.name()).isPresent()) {
            deployer.recover(place, platform);
        } else if (platform.places(site).contains(place)) {
            terminal.line("Removing what an earlier demo left of %s: its state folder is gone", place);
            platform.remove(place);
        }
    }

    /** Deploys what the gate lets in: the release QA approved if the commit is its merge, else what the commit holds. */
    Deployment deploy(Environment environment, CommitId commit)
            throws GitException, DeploymentException, GateException, IOException, InterruptedException {
        var head = repository.fetch(environment.branch());
        var admission = gate.admit(new AdmissionRequest(environment, commit, head, STARTED_BY));
        var tree = repository.siteTree(commit, SiteFolder.ROOT);
        var approved = gate.approvedRelease(environment, commit, tree.tree());
        terminal.line(
                "  commit %s, admitted: %s",
                commit.abbreviated(), admission.name().toLowerCase(Locale.ROOT));
        var request = new DeployRequest(
                site,
                environment,
                commit,
                tree,
                environment.gate() == GateRule.APPROVED ? approved.orElse(null) : null,
                DeploymentKind.DEPLOY,
                admission,
                null,
                STARTED_BY,
                null);
        return deployer.deploy(request, platform, images, terminal);
    }
}
