package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import java.nio.file.Path;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps {@code rollbackDeployment} and {@code scaleDeployment}: what they do, and for whom. */
@Tag("docker")
@WithJenkins
class RollbackTest {
    @TempDir
    private Path folder;

    @Test
    void theReleaseBeforeComesBackForThoseWhoMay(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        try (var engine = new Engine(site)) {
            var pipelines = new Pipelines(jenkins);
            var deploy =
                    pipelines.job("qa", "node {\n" + site.checkout("developer") + "\n" + site.deployToQa() + "\n}");
            jenkins.buildAndAssertSuccess(deploy);
            var first = site.view().current(Site.QA).orElseThrow().release();
            site.remote().somebodyPushes("developer", "index.html", "<h1>three</h1>\n");
            jenkins.buildAndAssertSuccess(deploy);
            assertTrue(Engine.page(site.qaPort()).contains("three"));
            var back = pipelines.job("back", """
                    def back = rollbackDeployment environment: 'qa'
                    echo "back=$back.release digest=$back.digest url=$back.url"
                    """);

            var unattended = jenkins.waitForCompletion(back.scheduleBuild2(0).waitForStart());
            jenkins.assertBuildStatus(Result.FAILURE, unattended);
            jenkins.assertLogContains("Nobody started this build", unattended);
            var refused = startedBy(jenkins, back, Staff.DEVELOPER);
            jenkins.assertBuildStatus(Result.FAILURE, refused);
            jenkins.assertLogContains("lacks the permission Branch Gate/Rollback", refused);
            assertTrue(Engine.page(site.qaPort()).contains("three"));

            var done = startedBy(jenkins, back, Staff.ADMIN);
            jenkins.assertBuildStatusSuccess(done);
            jenkins.assertLogContains("back=" + first.id() + " digest=" + first.digest(), done);
            assertTrue(Engine.page(site.qaPort()).contains("two"));
            var current = site.view().current(Site.QA).orElseThrow();
            assertEquals(DeploymentKind.ROLLBACK, current.kind());
            assertEquals(first.digest(), engine.replicas(Site.QA).get(0).digest());
        }
    }

    @Test
    void aReleaseIsPinnedByThoseWhoMayBringItBack(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        try (var engine = new Engine(site)) {
            var deploy = new Pipelines(jenkins)
                    .job("qa", "node {\n" + site.checkout("developer") + "\n" + site.deployToQa() + "\n}");
            jenkins.buildAndAssertSuccess(deploy);
            var current = site.view().current(Site.QA).orElseThrow();
            String page = "branch-gate/deployment/" + site.id() + "." + current.id() + "/";
            try (var reader = Visitor.of(jenkins, Staff.READER);
                    var admin = Visitor.of(jenkins, Staff.ADMIN)) {
                assertEquals(403, reader.call(page + "pin", "pinned", "true").getStatusCode());
                assertFalse(reader.get(page).getContentAsString().contains("keep this image"));
                assertEquals(405, admin.get(page + "pin?pinned=true").getStatusCode());
                assertEquals(Set.of(), site.view().pinned());

                assertTrue(admin.get(page).getContentAsString().contains("keep this image"));
                assertEquals(200, admin.call(page + "pin", "pinned", "true").getStatusCode());
                assertEquals(Set.of(current.release().id()), site.view().pinned());
                assertTrue(reader.get(page).getContentAsString().contains("the image is kept"));
                assertEquals(200, admin.call(page + "pin", "pinned", "false").getStatusCode());
                assertEquals(Set.of(), site.view().pinned());
            }
        }
    }

    @Test
    void anEnvironmentIsScaledByThoseWhoMayDeployThere(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        try (var engine = new Engine(site)) {
            var pipelines = new Pipelines(jenkins);
            var deploy =
                    pipelines.job("qa", "node {\n" + site.checkout("developer") + "\n" + site.deployToQa() + "\n}");
            jenkins.buildAndAssertSuccess(deploy);
            var release = site.view().current(Site.QA).orElseThrow().release();
            var scale = pipelines.job("scale", """
                    def scaled = scaleDeployment environment: 'qa', replicas: 2
                    echo "containers=$scaled.replicas"
                    """);

            var refused = startedBy(jenkins, scale, Staff.READER);
            jenkins.assertBuildStatus(Result.FAILURE, refused);
            jenkins.assertLogContains("lacks the permission Branch Gate/Deploy", refused);
            assertEquals(1, engine.replicas(Site.QA).size());

            var done = startedBy(jenkins, scale, Staff.DEVELOPER);
            jenkins.assertBuildStatusSuccess(done);
            jenkins.assertLogContains("containers=2", done);
            assertEquals(2, engine.replicas(Site.QA).size());
            var current = site.view().current(Site.QA).orElseThrow();
            assertEquals(DeploymentKind.SCALE, current.kind());
            assertEquals(release, current.release());
        }
    }

    private static WorkflowRun startedBy(JenkinsRule jenkins, WorkflowJob job, String user) throws Exception {
        try (var ignored = ACL.as(User.getById(user, true))) {
            return jenkins.waitForCompletion(job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause()))
                    .waitForStart());
        }
    }
}
