package io.jenkins.plugins.branchgate.jenkins.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.gate.AdmittedCommits;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.git.TestRemote;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an approval's page shows of a real repository. */
class ChangeReportTest {

    @TempDir
    Path folder;

    private TestRemote remote;
    private SiteRepository repository;
    private Ledger ledger;
    private CommitId first;
    private int deployments;

    @BeforeEach
    void productionRunsMaster() throws Exception {
        remote = TestRemote.withSite(folder);
        repository = SiteRepository.open(folder.resolve("mirror"), remote.address());
        ledger = Samples.open(folder.resolve("ledger.jsonl"));
        first = repository.fetch(Samples.MASTER);
        runsInProduction(first);
    }

    @AfterEach
    void close() throws Exception {
        repository.close();
        ledger.close();
    }

    private void runsInProduction(CommitId commit) throws Exception {
        var like = Samples.opened(++deployments, Samples.PRODUCTION);
        Samples.append(
                ledger,
                new DeploymentOpened(
                        like.deployment(),
                        like.environment(),
                        like.kind(),
                        commit,
                        Admission.OVERRIDE,
                        null,
                        null,
                        null,
                        like.target()),
                new PhaseEntered(like.deployment(), Phase.DRAIN, release(commit)));
    }

    private Release release(CommitId commit) throws Exception {
        var like = Samples.release(1);
        return new Release(
                new ReleaseId(commit.abbreviated()),
                commit,
                repository.rootTree(commit),
                like.image(),
                like.digest(),
                Samples.NOW);
    }

    private Approval approval(ApprovalState state, CommitId admitted) throws Exception {
        return new Approval(
                Samples.approvalId(1),
                state,
                Samples.QA,
                Samples.DEVELOPER,
                Samples.MASTER,
                release(repository.fetch(Samples.DEVELOPER)),
                repository.fetch(Samples.MASTER),
                null,
                List.of(),
                ApprovalTerms.defaults(),
                Set.of(),
                null,
                null,
                Samples.NOW,
                List.of(),
                null,
                null,
                null,
                admitted);
    }

    private ChangeReport report() throws Exception {
        var admitted = AdmittedCommits.into(Samples.MASTER, ledger.view());
        return ChangeReport.open(
                repository, approval(ApprovalState.PENDING, null), admitted, repository.fetch(Samples.MASTER));
    }

    private static Set<String> paths(List<ShownFile> files) {
        return files.stream().map(file -> file.change().path()).collect(Collectors.toSet());
    }

    private static List<String> subjects(ChangeReport report) {
        return report.changes().commits().stream().map(each -> each.subject()).toList();
    }

    @Test
    void aCommitPushedStraightToMasterIsInTheDiffAndAmongTheCommits() throws Exception {
        remote.somebodyPushes("master", "evil.html", "evil\n");
        var report = report();
        assertEquals(first, report.base());
        assertTrue(report.admitted());
        assertEquals(Set.of("index.html", "evil.html"), paths(report.files()));
        assertEquals(List.of("Change evil.html", "Say two"), subjects(report));
        assertEquals("Say two", report.tested().subject());
    }

    @Test
    void whereNothingIsToBeMergedTheTestedCommitIsShownAndNotWhatIsOnTopOfIt() throws Exception {
        remote.git("push", "-q", "origin", "developer:master");
        remote.somebodyPushes("master", "evil.html", "evil\n");
        assertEquals(Set.of("index.html"), paths(report().files()));
    }

    @Test
    void whatProductionHasAlreadyIsNoNews() throws Exception {
        runsInProduction(repository.fetch(Samples.DEVELOPER));
        remote.somebodyPushes("developer", "next.html", "next\n");
        assertEquals(Set.of("next.html"), paths(report().files()));
    }

    @Test
    void whatAnApprovalBroughtIsShownAfterItsMergeToo() throws Exception {
        var ended = ChangeReport.ended(repository, approval(ApprovalState.MERGED, first));
        assertEquals(Set.of("index.html"), paths(ended.files()));
        assertEquals(List.of("Say two"), subjects(ended));
    }

    @Test
    void anUntestedCommitIsShownWithWhatItChanged() throws Exception {
        remote.somebodyPushes("master", "evil.html", "evil\n");
        var outlook = RemoteStatus.take(repository, ledger.view(), approval(ApprovalState.PENDING, null), Samples.NOW);
        assertTrue(outlook.untestedCommits());
        var untested = outlook.untested().get(0);
        assertEquals("Change evil.html", untested.commit().subject());
        assertEquals(Set.of("evil.html"), paths(untested.files()));
        assertEquals("+evil", untested.files().get(0).lines().get(1).text());
        assertFalse(RemoteStatus.unknown(Samples.NOW, "no answer").untestedCommits());
    }
}
