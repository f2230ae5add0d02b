package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.board.LedgerNotice;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerHeader;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Ledgers that somebody edited, or that cannot be read: what the board says of them, and to whom. */
@WithJenkins
class LedgerNoticeTest {
    private static final String ACKNOWLEDGE = "branch-gate/acknowledge";
    private static final String REMOTE = "https://git.example.org/team/edited-shop.git";
    private static final SiteId EDITED = SiteId.of(REMOTE, SiteFolder.ROOT);
    private static final SiteId UNREADABLE = new SiteId("unreadable-1234");

    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private Site sound;

    @BeforeEach
    void threeSites(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Staff.employ(jenkins);
        sound = Site.in(Files.createDirectory(folder.resolve("sound")));
        sound.seemsToRunInQa();
        var root = BranchGate.get().root();
        Files.createDirectories(root.resolve(UNREADABLE.value()).resolve("ledger.jsonl"));
        var edited = Files.createDirectories(root.resolve(EDITED.value()));
        Files.move(edited(), edited.resolve("ledger.jsonl"));
    }

    /** The ledger of a site that a job deployed twice; its second line is edited. */
    private Path edited() throws Exception {
        var run = jenkins.buildAndAssertSuccess(new Pipelines(jenkins).job("edited", "echo 'deployed'"));
        var file = folder.resolve("ledger.jsonl");
        var settings =
                new EnvironmentSettings("qa", null, 8081, null, null, null, null, null, null, null, null, null, null);
        try (var ledger = Ledger.open(file, LedgerHeader.of(EDITED, REMOTE, SiteFolder.ROOT), Clock.systemUTC())) {
            for (int i = 0; i < 2; i++) {
                ledger.append(new DeploymentOpened(
                        DeploymentId.create(Instant.now()),
                        settings.environment(),
                        DeploymentKind.DEPLOY,
                        new CommitId("c".repeat(40)),
                        Admission.OPEN,
                        null,
                        "dan",
                        run.getAbsoluteUrl(),
                        new TargetId("docker:test")));
            }
        }
        var lines = Files.readAllLines(file);
        lines.set(1, lines.get(1).replace("\"admission\":\"OPEN\"", "\"admission\":\"APPROVED\""));
        return Files.write(file, lines);
    }

    private String digest() throws Exception {
        return BranchGate.get().ledger(EDITED).view().integrity().digest();
    }

    @Test
    void whoMayReadItsJobIsToldOfAnEditedLedgerAndAdministratorsOfAll() throws Exception {
        try (var reader = Visitor.of(jenkins, Staff.READER);
                var stranger = Visitor.of(jenkins, Staff.STRANGER);
                var admin = Visitor.of(jenkins, Staff.ADMIN)) {
            String read = reader.get("branch-gate/").getContentAsString();
            assertTrue(read.contains("The ledger of edited-shop cannot be believed"), read);
            assertFalse(read.contains("Acknowledge the damage"), read);
            assertFalse(read.contains(UNREADABLE.value()), read);
            String json = reader.get("branch-gate/api/json").getContentAsString();
            assertTrue(json.contains("\"closedLedgers\":[{\"site\":\"" + EDITED + "\""), json);
            assertTrue(json.contains("\"lines\":[2]"), json);

            String strange = stranger.get("branch-gate/").getContentAsString();
            assertFalse(strange.contains("edited-shop"), strange);

            String all = admin.get("branch-gate/").getContentAsString();
            assertTrue(all.contains("Acknowledge the damage"), all);
            assertTrue(all.contains("The ledger of " + UNREADABLE), all);

            String job = reader.get("job/edited/branch-gate/").getContentAsString();
            assertTrue(job.contains("The ledger of edited-shop cannot be believed"), job);
        }
    }

    @Test
    void theOtherSitesGoOn() throws Exception {
        try (var admin = Visitor.of(jenkins, Staff.ADMIN)) {
            var asked = Asked.awaitBy(new Pipelines(jenkins).start("sound", sound.ask("")), sound, jenkins);
            assertTrue(admin.get("branch-gate/")
                    .getContentAsString()
                    .contains(asked.id().value()));
            assertEquals(
                    200,
                    admin.post(asked.page() + "reject", "comment", "Not good").getStatusCode());
        }
    }

    @Test
    void onlyAnAdministratorAcknowledgesAndOnlyWhatTheySaw() throws Exception {
        String[] fields = {"site", EDITED.value(), "digest", digest()};
        try (var developer = Visitor.of(jenkins, Staff.DEVELOPER);
                var approver = Visitor.of(jenkins, Staff.APPROVER);
                var admin = Visitor.of(jenkins, Staff.ADMIN)) {
            assertEquals(403, developer.call(ACKNOWLEDGE, fields).getStatusCode());
            assertEquals(403, approver.call(ACKNOWLEDGE, fields).getStatusCode());
            assertEquals(
                    405,
                    admin.get(ACKNOWLEDGE + "?site=" + EDITED + "&digest=" + digest())
                            .getStatusCode());
            assertEquals(
                    409,
                    admin.call(ACKNOWLEDGE, "site", EDITED.value(), "digest", "another")
                            .getStatusCode());
            assertEquals(
                    409,
                    admin.call(ACKNOWLEDGE, "site", UNREADABLE.value(), "digest", "any")
                            .getStatusCode());
            var ledger = BranchGate.get().ledger(EDITED);
            assertTrue(ledger.view().whyClosed().isPresent());

            assertEquals(200, admin.call(ACKNOWLEDGE, fields).getStatusCode());

            assertTrue(ledger.view().whyClosed().isEmpty());
            String last = Files.readString(
                            BranchGate.get().root().resolve(EDITED.value()).resolve("ledger.jsonl"))
                    .lines()
                    .reduce("", (before, line) -> line);
            assertTrue(last.contains("\"type\":\"chain-acknowledged\",\"by\":\"ada\""), last);
            String board = admin.get("branch-gate/").getContentAsString();
            assertFalse(board.contains("The ledger of edited-shop"), board);
            assertEquals(200, admin.call(ACKNOWLEDGE, fields).getStatusCode(), "a second click does nothing");
        }
    }

    @Test
    void administratorsAreToldWhereverTheyAre() throws Exception {
        var monitor = ExtensionList.lookupSingleton(LedgerNotice.Monitor.class);
        assertTrue(monitor.isActivated());
        try (var admin = Visitor.of(jenkins, Staff.ADMIN)) {
            String page = admin.get("manage/").getContentAsString();
            assertTrue(page.contains("Look at it on the Branch Gate board"), page);
            assertTrue(page.contains("edited-shop"), page);
        }
    }
}
