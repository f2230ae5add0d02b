package io.jenkins.plugins.branchgate.demo;

import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.gate.Gate;
import io.jenkins.plugins.branchgate.gate.GateException;
import io.jenkins.plugins.branchgate.gate.IdComparison;
import io.jenkins.plugins.branchgate.git.GitCredentials;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.DockerImageBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** One run of the main job, from the developer branch to production. */
final class DemoRun {

    private static final BranchName DEVELOPER = new BranchName("developer");
    private static final BranchName MASTER = new BranchName("master");

    private final DemoArguments asked;
    private final DemoState state;
    private final DockerEngine engine;
    private final Platform platform;
    private final Terminal terminal;
    private final Clock clock = Clock.systemUTC();
    private final Environment qa;
    private final Environment production;

    DemoRun(DemoArguments asked, DemoState state, DockerEngine engine, Platform platform, Terminal terminal) {
        this.asked = asked;
        this.state = state;
        this.engine = engine;
        this.platform = platform;
        this.terminal = terminal;
        this.qa = environment("qa", DEVELOPER, asked.qaPort(), GateRule.OPEN);
        this.production = environment("production", MASTER, asked.productionPort(), GateRule.APPROVED);
    }

    void run()
            throws RefusedException, GitException, PlatformException, DeploymentException, GateException, IOException,
                    InterruptedException {
        boolean own = asked.repository() == null;
        var remote = new Remote(
                own ? state.ownRepository().toString() : asked.repository(), new GitCredentials.None(), true);
        var site = SiteId.of(remote.url(), SiteFolder.ROOT);
        terminal.line("Engine      %s", platform.describe());
        terminal.line("Repository  %s", remote.url());
        var addresses = new Addresses(engine.address(), platform, site);
        addresses.check(qa, "--qa-port");
        addresses.check(production, "--production-port");
        if (own) {
            new DemoRepository(state.ownRepository()).update(clock.instant());
        }
        try (var repository = SiteRepository.open(state.mirror(site), remote)) {
            refuseUnlessDeployable(repository);
            var ledger = state.ledger(site, remote);
            var gate = new Gate(ledger, clock, IdComparison.IGNORING_CASE, Approving::lookUp);
            var deployments =
                    new Deployments(site, ledger, gate, repository, platform, new DockerImageBuilder(engine), terminal);
            var approving = new Approving(gate, ledger, repository, terminal, addresses, clock);
            run(repository, approving, deployments, addresses, new Summary(asked.json(), remote));
        }
    }

    private void run(
            SiteRepository repository,
            Approving approving,
            Deployments deployments,
            Addresses addresses,
            Summary summary)
            throws GitException, PlatformException, DeploymentException, GateException, IOException,
                    InterruptedException {
        deployments.recover(qa);
        deployments.recover(production);

        terminal.heading("QA: branch %s", DEVELOPER);
        var tested = deployments.deploy(qa, repository.fetch(DEVELOPER));
        terminal.line("  answers at %s", addresses.url(qa));
        summary.deployed(tested, addresses.url(qa));

        if (!deployments.everRan(production)) {
            terminal.heading("Production: branch %s as it is, once, because nothing ever ran there", MASTER);
            var first = deployments.deploy(production, repository.fetch(MASTER));
            terminal.line("  answers at %s", addresses.url(production));
            summary.deployed(first, addresses.url(production));
        }

        var decided = approving.run(tested, qa, production, asked.yes());
        summary.decided(decided);
        if (decided.state() == ApprovalState.MERGED) {
            terminal.heading("Production: branch %s", MASTER);
            var live = deployments.deploy(production, decided.mergeCommit());
            summary.deployed(live, addresses.url(production));
            boolean same = live.release().digest().equals(tested.release().digest());
            terminal.line(
                    "  runs %s image that QA tested, %s",
                    same ? "the very" : "another than the", live.release().digest());
        } else if (decided.state() == ApprovalState.FAILED) {
            summary.write();
            throw new IOException(decided.ended());
        }
        terminal.heading("Both stay up. See for yourself:");
        terminal.line("  curl %s", addresses.url(qa));
        terminal.line("  curl %s", addresses.url(production));
        summary.write();
    }

    /** Both branches are there, and their content is fit to deploy. */
    private static void refuseUnlessDeployable(SiteRepository repository) throws RefusedException {
        try {
            for (var branch : new BranchName[] {DEVELOPER, MASTER}) {
                repository.siteTree(repository.fetch(branch), SiteFolder.ROOT);
            }
        } catch (GitException e) {
            throw new RefusedException(e.getMessage(), e);
        }
    }

    private static Environment environment(String name, BranchName branch, Port port, GateRule gate) {
        return new Environment(
                new EnvironmentName(name),
                branch,
                port,
                1,
                null,
                HealthCheck.DEFAULT,
                Duration.ofSeconds(10),
                Duration.ZERO,
                gate);
    }
}
