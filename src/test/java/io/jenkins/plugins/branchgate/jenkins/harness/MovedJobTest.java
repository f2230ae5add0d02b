package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.model.Items;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a job did stays its own when it, or a folder above it, is renamed or moved. */
@WithJenkins
class MovedJobTest {
    private static final String BOARD = "branch-gate/api/json";

    @TempDir
    private Path folder;

    @Test
    void itsApprovalsMoveWithItAndItsOldNameOpensNothing(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        site.seemsToRunInQa();
        var build = new Pipelines(jenkins).run("shop", site.ask(", wait: false"));
        var asked = Asked.latest(build, site);
        var job = build.getParent();

        job.renameTo("boutique");
        var team = jenkins.createProject(MockFolder.class, "team");
        Items.move(job, team);
        try (var ada = Visitor.of(jenkins, Staff.ADMIN)) {
            var renamed = ada.post("job/team/confirmRename", "newName", "the crew");
            assertTrue(renamed.getStatusCode() < 400, renamed.getContentAsString());
        }
        var moved = jenkins.jenkins.getItemByFullName("the crew/boutique", WorkflowJob.class);
        var successor = new Pipelines(jenkins).job("shop", "echo 'another job'");

        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            String board = quinn.get(BOARD).getContentAsString();
            String page = moved.getBuildByNumber(1).getUrl() + "qa-approval/" + asked.id() + "/";
            assertTrue(page.startsWith("job/the%20crew/job/boutique/1/"), page);
            assertTrue(board.contains(page), board);
            assertEquals(200, quinn.get(page).getStatusCode());
            assertTrue(quinn.get(moved.getUrl() + BOARD)
                    .getContentAsString()
                    .contains(asked.id().value()));
            assertFalse(quinn.get(successor.getUrl() + BOARD)
                    .getContentAsString()
                    .contains(asked.id().value()));
        }

        ((MockAuthorizationStrategy) jenkins.jenkins.getAuthorizationStrategy())
                .grant(Jenkins.READ)
                .everywhere()
                .to(Staff.STRANGER)
                .grant(Item.READ)
                .onItems(successor)
                .to(Staff.STRANGER);
        try (var sam = Visitor.of(jenkins, Staff.STRANGER)) {
            assertEquals(200, sam.get(successor.getUrl()).getStatusCode());
            assertFalse(sam.get(BOARD).getContentAsString().contains(asked.id().value()));
        }
    }
}
