package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.branchgate.model.Admission;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The gate of production: what nobody approved stays out, unless someone who may lets it in and says why. */
@Tag("docker")
@WithJenkins
class OverrideTest {
    @TempDir
    private Path folder;

    @Test
    void overrideNeedsItsPermissionAndAReasonAndShowsOnTheBoard(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        try (var ignored = new Engine(site);
                var ada = Visitor.of(jenkins, Staff.ADMIN);
                var dan = Visitor.of(jenkins, Staff.DEVELOPER);
                var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            var job = new Pipelines(jenkins)
                    .job("production", "node {\n" + site.checkout("master") + "\n" + site.deployToProduction() + "\n}");
            jenkins.buildAndAssertSuccess(job);
            var commit = site.remote().somebodyPushes("master", "index.html", "<h1>urgent</h1>\n");
            jenkins.buildAndAssertStatus(Result.FAILURE, job);
            String[] order = {
                "site", site.id().value(), "environment", "production", "commit", commit.value(), "comment", "Fire"
            };

            assertEquals(403, dan.call("branch-gate/override", order).getStatusCode());
            assertEquals(403, quinn.call("branch-gate/override", order).getStatusCode());
            assertEquals(
                    403, ada.postWithoutCrumb("branch-gate/override", order).getStatusCode());
            assertEquals(405, ada.get("branch-gate/override?site=" + site.id()).getStatusCode());
            order[7] = " ";
            assertEquals(400, ada.call("branch-gate/override", order).getStatusCode());
            assertEquals(2, job.getLastBuild().getNumber(), "nothing was built for a refused order");

            order[7] = "Fire";
            var answer = ada.call("branch-gate/override", order);
            assertEquals(200, answer.getStatusCode(), answer.getContentAsString());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(third(job)));

            assertTrue(Engine.page(site.productionPort()).contains("urgent"));
            var current = site.view().current(Site.PRODUCTION).orElseThrow();
            assertEquals(Admission.OVERRIDE, current.admission());
            assertTrue(current.reason().contains("Fire"), current.reason());
            String board = quinn.page("branch-gate/").getDocumentElement().getTextContent();
            assertTrue(board.contains("Fire"), board);
        }
    }

    private static WorkflowRun third(WorkflowJob job) throws Exception {
        Await.until("the ordered build", () -> job.getBuildByNumber(3) != null);
        return job.getBuildByNumber(3);
    }
}
