package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jenkins.plugins.branchgate.acceptance.GitHttpServer;
import io.jenkins.plugins.branchgate.git.CuttingProxy;
import io.jenkins.plugins.branchgate.git.CuttingProxy.Fate;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.git.TestRemote;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process gets SIGKILL while it pushes an approved merge over HTTP; the next one asks the remote and finishes. */
class KilledMergeTest {

    @TempDir
    private Path folder;

    private final CountDownLatch started = new CountDownLatch(1);
    private volatile Fate fate = Fate.PASS;
    private volatile boolean pushed;
    private volatile Process process;
    private TestRemote remote;
    private GitHttpServer server;
    private CuttingProxy proxy;
    private CommitId target;

    @BeforeEach
    void serve() throws Exception {
        remote = TestRemote.withSite(folder);
        server = new GitHttpServer(folder, "qa", "s3cret", repository -> {});
        proxy = new CuttingProxy(server.url("site.git"), this::killAtThePush);
        target = remote.tip("master");
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER"})
    void killedWhileItPushes(Fate push) throws Exception {
        var approved = approve();
        fate = push;
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledMerge.class.getName(),
                        folder.toString(),
                        proxy.url(),
                        approved.value())
                .redirectErrorStream(true)
                .start();
        started.countDown();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(137, process.waitFor(), said);
        assertEquals(push == Fate.CUT_BEFORE, remote.tip("master").equals(target), "whether the remote took it");
        assertEquals(ApprovalState.MERGING, approval(approved).state());

        fate = Fate.PASS;
        KilledMerge.merge(folder, proxy.url(), approved);
        var merged = approval(approved);
        assertEquals(ApprovalState.MERGED, merged.state(), merged.ended());
        assertNotEquals(target, merged.mergeCommit());
        assertEquals(remote.tip("master"), merged.mergeCommit());
        assertEquals("1", remote.bareGit("rev-list", "--merges", "--count", target + "..master"));
        KilledMerge.merge(folder, proxy.url(), approved);
        assertEquals(merged.mergeCommit(), remote.tip("master"), "merging it again does nothing");
    }

    /** Before the push reaches the remote; or once it did, at the latest when its sender asks what became of it. */
    private Fate killAtThePush(String request) throws Exception {
        boolean push = request.startsWith("POST ") && request.contains("/git-receive-pack");
        if (fate == Fate.PASS || !(push || pushed)) {
            return Fate.PASS;
        }
        if (fate == Fate.CUT_AFTER && !pushed) {
            pushed = true;
            return Fate.CUT_AFTER;
        }
        started.await(1, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();
        return Fate.CUT_BEFORE;
    }

    private ApprovalId approve() throws Exception {
        try (var ledger = Samples.open(folder.resolve("ledger.jsonl"), Clock.systemUTC());
                var repository =
                        SiteRepository.open(folder.resolve("mirror"), new Remote(proxy.url(), KilledMerge.PASSWORD))) {
            var tested = repository.fetch(Samples.DEVELOPER);
            repository.fetch(Samples.MASTER);
            var like = Samples.release(1);
            var release = new Release(
                    ReleaseId.of(tested, null),
                    tested,
                    repository.rootTree(tested),
                    like.image(),
                    like.digest(),
                    Samples.NOW);
            ledger.transact((view, append) -> {
                append.accept(Samples.opened(1, Samples.QA));
                for (var phase :
                        List.of(Phase.START, Phase.PROBE, Phase.SWITCH, Phase.DRAIN, Phase.RETIRE, Phase.DONE)) {
                    append.accept(new PhaseEntered(Samples.deployment(1), phase, release));
                }
                return null;
            });
            var gate = KilledMerge.gate(ledger);
            var terms = ApprovalTerms.defaults();
            var approval = gate.open(new OpenRequest(
                    Samples.QA,
                    Samples.DEVELOPER,
                    Samples.MASTER,
                    release,
                    Pins.atOpening(
                            repository, ledger.view(), tested, Samples.DEVELOPER, Samples.MASTER, terms.strategy()),
                    terms,
                    Set.of(),
                    "dev",
                    null));
            var pins = Pins.look(repository, ledger.view(), approval, true, null);
            gate.approve(approval.id(), GateFixture.QUINN, null, List.of(), Channel.PAGE, pins);
            return approval.id();
        }
    }

    private Approval approval(ApprovalId id) throws Exception {
        try (var ledger = Samples.open(folder.resolve("ledger.jsonl"), Clock.systemUTC())) {
            return ledger.view().approval(id).orElseThrow();
        }
    }
}
