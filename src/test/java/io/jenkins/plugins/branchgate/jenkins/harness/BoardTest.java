package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.approval.BackgroundTasks;
import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.ApprovalOpened;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the boards show, and what it costs to ask them. */
@WithJenkins
class BoardTest {
    private static final String BOARD = "branch-gate/";

    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private Site site;
    private Asked asked;

    @BeforeEach
    void oneBuildAsks(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Staff.employ(jenkins);
        site = Site.in(folder);
        site.seemsToRunInQa();
        asked = Asked.latest(new Pipelines(jenkins).run("shop", site.ask(", wait: false")), site);
    }

    @Test
    void whatWaitsIsThereHoweverMuchWasDecidedSince() throws Exception {
        var open = asked.approval();
        for (int i = 0; i < 40; i++) {
            var other = withdrawnAt(open, open.openedAt().plusSeconds(i));
            site.ledger().<Void, IOException>transact((view, append) -> {
                append.accept(new ApprovalOpened(other));
                append.accept(new ApprovalMoved(
                        other.id(), ApprovalState.PENDING, ApprovalState.WITHDRAWN, "not needed", null));
                return null;
            });
        }
        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            String json = quinn.get(BOARD + "api/json").getContentAsString();
            assertTrue(json.contains(open.id().value()), json);
            var waiting = quinn.page(BOARD).querySelectorAll(".branch-gate-waiting");
            assertEquals(1, waiting.size());
            assertTrue(waiting.get(0).getTextContent().contains("developer"), waiting::toString);
        }
    }

    /** Without the mirror, which a look at the remote would make again. */
    @Test
    void aPollOfTheBoardAsksNoGit() throws Exception {
        var mirror = BranchGate.get().mirror(site.url());
        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            quinn.get(BOARD);
            awaitLooks();
            Files.move(mirror, folder.resolve("mirror"));
            assertEquals(200, quinn.get(BOARD + "live").getStatusCode());
            assertEquals(200, quinn.get(BOARD + "api/json").getStatusCode());
            assertEquals(
                    200,
                    quinn.get(asked.build().getParent().getUrl() + BOARD + "live")
                            .getStatusCode());
            awaitLooks();
            assertFalse(Files.exists(mirror), "nobody looked at the remote");
        }
    }

    @Test
    void onlyJobsThatDidSomethingHaveABoardInTheirSidePanel() throws Exception {
        var idle = new Pipelines(jenkins).job("idle", "echo 'nothing'");
        var job = asked.build().getParent();
        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            assertTrue(links(quinn, job.getUrl()));
            assertFalse(links(quinn, idle.getUrl()));

            job.renameTo("boutique");
            assertTrue(links(quinn, job.getUrl()));
            var namesake = new Pipelines(jenkins).job("shop", "echo 'another job'");
            assertFalse(links(quinn, namesake.getUrl()), "its board would be empty");
        }
    }

    private boolean links(Visitor visitor, String job) throws IOException {
        return !visitor.page(job)
                .querySelectorAll("#side-panel a[href$='/" + job + "branch-gate']")
                .isEmpty();
    }

    /** What was begun in the background for the site's remote before this is over when this returns. */
    private void awaitLooks() throws Exception {
        var over = new CountDownLatch(1);
        BackgroundTasks.get()
                .run(
                        List.of("remote", site.id()),
                        List.of("looks at the remote", site.id()),
                        "the end of the looks",
                        over::countDown);
        assertTrue(over.await(1, TimeUnit.MINUTES));
    }

    private static Approval withdrawnAt(Approval like, Instant at) {
        return new Approval(
                ApprovalId.create(at),
                ApprovalState.PENDING,
                like.environment(),
                like.from(),
                like.into(),
                like.release(),
                like.targetTip(),
                like.previewTree(),
                like.conflicts(),
                like.terms(),
                like.authors(),
                like.startedBy(),
                like.buildUrl(),
                at,
                List.of(),
                null,
                null,
                null,
                like.admitted());
    }
}
