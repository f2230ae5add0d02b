package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.acceptance.GitHttpServer;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges through {@code git http-backend} with a password, and a network that fails at the worst moments. */
class MergeOverHttpTest {

    private static final GitCredentials PASSWORD = new GitCredentials.UserPassword("qa", "s3cret");

    @TempDir
    private Path folder;

    private TestRemote remote;
    private GitHttpServer server;
    private CuttingProxy proxy;
    private SiteRepository repository;
    private CommitId tested;
    private CommitId target;
    private volatile CuttingProxy.Watcher watcher = line -> CuttingProxy.Fate.PASS;

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
        server = new GitHttpServer(folder, "qa", "s3cret", pushed -> {});
        proxy = new CuttingProxy(server.url("site.git"), line -> watcher.of(line));
        repository = SiteRepository.open(folder.resolve("mirror"), new Remote(proxy.url(), PASSWORD));
        tested = repository.fetch(DEVELOPER);
        target = repository.fetch(MASTER);
    }

    @AfterEach
    void close() throws Exception {
        repository.close();
        proxy.close();
        server.close();
    }

    private static boolean isPush(String line) {
        return line.startsWith("POST ") && line.contains("/git-receive-pack");
    }

    private static boolean asksToPush(String line) {
        return line.startsWith("GET ") && line.contains("service=git-receive-pack");
    }

    private MergeOutcome merge() throws GitException {
        return repository.merge(MergeTest.request(tested, target, MergeStrategy.MERGE, moved -> TipCheck.allow()));
    }

    @Test
    void mergesWithAPassword() throws Exception {
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge());
        assertEquals(remote.tip("master"), merged.mergeCommit());
    }

    @Test
    void pushesMoreThanOneMegabyteInChunks() throws Exception {
        var random = new java.util.Random(7);
        var noise = new StringBuilder();
        while (noise.length() < 4_000_000) {
            noise.append(Long.toString(random.nextLong(), 36)).append('\n');
        }
        var big = remote.somebodyPushes("developer", "big.txt", noise.toString());
        repository.fetch(DEVELOPER);
        remote.bareGit("update-ref", "-d", "refs/heads/developer");
        remote.bareGit("gc", "-q", "--prune=now");
        var outcome = repository.merge(MergeTest.request(big, target, MergeStrategy.MERGE, moved -> TipCheck.allow()));
        assertInstanceOf(MergeOutcome.Merged.class, outcome);
        remote.bareGit("fsck", "--strict");
    }

    @Test
    @DisplayName("peers, merge: lost race, seen before pushing: fetch, merge again, push")
    void lostRaceBeforeThePush() throws Exception {
        var races = new AtomicInteger();
        watcher = line -> {
            if (asksToPush(line) && races.getAndIncrement() == 0) {
                remote.somebodyPushes("master", "about.html", "<p>faster</p>\n");
            }
            return CuttingProxy.Fate.PASS;
        };
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge());
        assertEquals(2, merged.attempts());
        assertEquals("<p>faster</p>", remote.bareGit("show", "master:about.html"));
        assertEquals("<h1>two</h1>", remote.bareGit("show", "master:index.html"));
    }

    @Test
    @DisplayName("peers, merge: lost race, told by the remote: fetch, merge again, push")
    void lostRaceDuringThePush() throws Exception {
        var races = new AtomicInteger();
        watcher = line -> {
            if (isPush(line) && races.getAndIncrement() == 0) {
                remote.somebodyPushes("master", "about.html", "<p>faster</p>\n");
            }
            return CuttingProxy.Fate.PASS;
        };
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge());
        assertEquals(2, merged.attempts());
        assertEquals("<p>faster</p>", remote.bareGit("show", "master:about.html"));
    }

    @Test
    @DisplayName("peers, merge: lost race, and the new target is not one the caller allows: nothing is pushed")
    void lostRaceNotAllowed() throws Exception {
        watcher = line -> {
            if (isPush(line)) {
                remote.somebodyPushes("master", "about.html", "<p>faster</p>\n");
            }
            return CuttingProxy.Fate.PASS;
        };
        var outcome = repository.merge(
                MergeTest.request(tested, target, MergeStrategy.MERGE, moved -> TipCheck.refuse("test again")));
        assertEquals(new MergeOutcome.TargetMoved(remote.tip("master"), "test again"), outcome);
    }

    @Test
    @DisplayName("peers, merge: lost race every time: the attempts are bounded and nothing is forced")
    void lostRaceEveryTime() throws Exception {
        var races = new AtomicInteger();
        watcher = line -> {
            if (isPush(line)) {
                remote.somebodyPushes("master", "about.html", "<p>" + races.incrementAndGet() + "</p>\n");
            }
            return CuttingProxy.Fate.PASS;
        };
        var moved = assertInstanceOf(MergeOutcome.TargetMoved.class, merge());
        assertEquals(3, races.get());
        assertEquals(remote.tip("master"), moved.newTip());
        assertEquals("<p>3</p>", remote.bareGit("show", "master:about.html"));
        assertEquals("<h1>one</h1>", remote.bareGit("show", "master:index.html"));
    }

    @Test
    @DisplayName("peers, merge: ambiguous push, cut after the remote took it: the remote is asked, no second merge")
    void cutAfterThePush() throws Exception {
        var pushes = new AtomicInteger();
        watcher = line ->
                isPush(line) && pushes.incrementAndGet() == 1 ? CuttingProxy.Fate.CUT_AFTER : CuttingProxy.Fate.PASS;
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge());
        assertEquals(1, pushes.get());
        assertEquals(1, merged.attempts());
        assertEquals(remote.tip("master"), merged.mergeCommit());
        assertEquals("2", remote.bareGit("rev-list", "--count", target + "..master"));
    }

    @Test
    @DisplayName("peers, merge: ambiguous push, cut after the remote took it, and others pushed onto it since")
    void cutAfterThePushAndMovedOn() throws Exception {
        var pushed = new AtomicInteger();
        watcher = line -> {
            if (isPush(line)) {
                pushed.incrementAndGet();
                return CuttingProxy.Fate.CUT_AFTER;
            }
            if (pushed.getAndSet(0) == 1) {
                remote.somebodyPushes("master", "about.html", "<p>later</p>\n");
            }
            return CuttingProxy.Fate.PASS;
        };
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge());
        assertNotEquals(remote.tip("master"), merged.mergeCommit());
        assertEquals(merged.mergeCommit().value(), remote.bareGit("rev-parse", "master~1"));
    }

    @Test
    @DisplayName("peers, merge: ambiguous push, cut before the remote got it: pushed again")
    void cutBeforeThePush() throws Exception {
        var pushes = new AtomicInteger();
        watcher = line ->
                isPush(line) && pushes.incrementAndGet() == 1 ? CuttingProxy.Fate.CUT_BEFORE : CuttingProxy.Fate.PASS;
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge());
        assertEquals(2, merged.attempts());
        assertEquals(remote.tip("master"), merged.mergeCommit());
    }

    @Test
    @DisplayName("peers, merge: ambiguous push and a dead remote: not known, and found out by the same order later")
    void cutAfterThePushAndGone() throws Exception {
        var down = new AtomicInteger();
        watcher = line -> {
            if (isPush(line)) {
                down.set(1);
                return CuttingProxy.Fate.CUT_AFTER;
            }
            return down.get() == 1 ? CuttingProxy.Fate.CUT_BEFORE : CuttingProxy.Fate.PASS;
        };
        var unreachable = assertInstanceOf(MergeOutcome.Unreachable.class, merge());
        assertTrue(unreachable.why().contains("is not known"), unreachable.why());
        var there = remote.tip("master");
        watcher = line -> CuttingProxy.Fate.PASS;
        repository.close();
        repository = SiteRepository.open(folder.resolve("mirror"), new Remote(proxy.url(), PASSWORD));
        var merged = assertInstanceOf(MergeOutcome.Merged.class, merge());
        assertEquals(there, merged.mergeCommit());
        assertEquals(0, merged.attempts());
        assertEquals(there, remote.tip("master"));
    }

    @Test
    @DisplayName("peers, merge: a remote that never takes a whole push is given up on after the attempts")
    void cutBeforeEveryPush() throws Exception {
        var pushes = new AtomicInteger();
        watcher = line -> {
            if (isPush(line)) {
                pushes.incrementAndGet();
                return CuttingProxy.Fate.CUT_BEFORE;
            }
            return CuttingProxy.Fate.PASS;
        };
        var unreachable = assertInstanceOf(MergeOutcome.Unreachable.class, merge());
        assertEquals(3, pushes.get());
        assertTrue(unreachable.why().contains("does not have the merge"), unreachable.why());
        assertEquals(target, remote.tip("master"));
    }

    @Test
    @DisplayName("peers, merge: no right to push is told in the remote's words and not retried")
    void noRightToPush() throws Exception {
        remote.bareGit("config", "http.receivepack", "false");
        var asked = new AtomicInteger();
        watcher = line -> {
            if (asksToPush(line)) {
                asked.incrementAndGet();
            }
            return CuttingProxy.Fate.PASS;
        };
        var refused = assertInstanceOf(MergeOutcome.Refused.class, merge());
        assertTrue(refused.remoteWords().contains("not permitted"), refused.remoteWords());
        assertFalse(refused.remoteWords().contains("s3cret"), refused.remoteWords());
        assertTrue(asked.get() <= 2, "asked " + asked);
    }
}
