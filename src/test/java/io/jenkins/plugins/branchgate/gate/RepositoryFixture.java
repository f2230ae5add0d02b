package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.git.TestRemote;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gate, and a real repository whose developer is one commit ahead of its master. */
abstract class RepositoryFixture extends GateFixture {

    TestRemote remote;
    SiteRepository repository;
    private int deployments = 100;

    @BeforeEach
    void openRepository() throws Exception {
        remote = TestRemote.withSite(folder);
        repository = SiteRepository.open(folder.resolve("mirror"), remote.address());
    }

    @AfterEach
    void closeRepository() {
        repository.close();
    }

    /** The environment runs the commit, let in that way. */
    void runs(EnvironmentName environment, CommitId commit, Admission admission) throws Exception {
        var like = Samples.opened(deployments++, environment);
        var open = like.environment();
        var settings = new Environment(
                environment,
                open.branch(),
                open.port(),
                open.replicas(),
                null,
                open.health(),
                open.drain(),
                open.watch(),
                admission == Admission.OPEN ? GateRule.OPEN : open.gate());
        Samples.append(
                ledger,
                new DeploymentOpened(
                        like.deployment(), settings, like.kind(), commit, admission, null, "ci", null, like.target()),
                new PhaseEntered(like.deployment(), Phase.DRAIN, release(commit)));
    }

    private Release release(CommitId commit) throws Exception {
        return new Release(
                new ReleaseId(commit.abbreviated()),
                commit,
                repository.rootTree(commit),
                Samples.release(1).image(),
                Samples.digest(7),
                now);
    }

    /** QA runs developer's tip, and somebody is asked about it. */
    Approval ask(MergeStrategy strategy, RetestPolicy retest, String buildUrl) throws Exception {
        var terms = new ApprovalTerms(Approvers.ANYONE, List.of(), strategy, retest, null, null, null);
        return ask(repository.fetch(Samples.DEVELOPER), Samples.DEVELOPER, terms, buildUrl);
    }

    /** QA runs that commit, and somebody is asked about it. */
    Approval ask(CommitId tested, BranchName from, ApprovalTerms terms, String buildUrl) throws Exception {
        runs(Samples.QA, tested, Admission.OPEN);
        return gate.open(new OpenRequest(
                Samples.QA,
                from,
                Samples.MASTER,
                release(tested),
                Pins.atOpening(repository, ledger.view(), tested, from, Samples.MASTER, terms.strategy()),
                terms,
                Set.of("dev@example.org"),
                "dev",
                buildUrl));
    }

    Approval ask(RetestPolicy retest) throws Exception {
        return ask(MergeStrategy.MERGE, retest, null);
    }

    Approval ask() throws Exception {
        return ask(MergeStrategy.MERGE, RetestPolicy.IF_TREE_DIFFERS, "https://ci.example.org/job/site/7/");
    }

    Pins look(Approval approval) throws Exception {
        return Pins.look(repository, ledger.view(), approval, true, null);
    }

    Approval decide(Approval approval, Person... people) throws Exception {
        Approval approved = null;
        for (var person : people) {
            approved = gate.approve(approval.id(), person, "fine", List.of(), Channel.PAGE, look(approval));
        }
        return approved;
    }

    Approval merge(Approval approval) throws Exception {
        return gate.merge(approval.id(), Merger.of(repository), BRANCH_GATE);
    }
}
