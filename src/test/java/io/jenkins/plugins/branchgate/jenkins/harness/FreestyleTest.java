package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.extensions.GitSCMExtension;
import hudson.tasks.Builder;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.jenkins.freestyle.DeployBranchBuilder;
import io.jenkins.plugins.branchgate.jenkins.freestyle.QaApprovalBuilder;
import io.jenkins.plugins.branchgate.jenkins.steps.DeployBranchStep;
import io.jenkins.plugins.branchgate.jenkins.steps.QaApprovalStep;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Three freestyle jobs do what one Pipeline does. */
@Tag("docker")
@WithJenkins
class FreestyleTest {
    @TempDir
    private Path folder;

    @Test
    void threeJobsBringAChangeFromQaToProduction(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        try (var engine = new Engine(site);
                var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            var testSite =
                    job(jenkins, "test-site", site, "developer", new DeployBranchBuilder(on("qa", site.qaPort())));
            var ask = new QaApprovalStep("developer", "master");
            ask.setTrigger("production-site");
            var merger = job(jenkins, "branch-merger", site, "developer", new QaApprovalBuilder(ask));
            var production = job(
                    jenkins,
                    "production-site",
                    site,
                    "master",
                    new DeployBranchBuilder(on("production", site.productionPort())));

            jenkins.buildAndAssertSuccess(testSite);
            var asking = jenkins.buildAndAssertSuccess(merger);
            var id = QaApprovalAction.of(asking).get(0).approval();
            var answer = quinn.post(asking.getUrl() + "qa-approval/" + id + "/approve", "comment", "Fine");
            assertEquals(200, answer.getStatusCode(), answer.getContentAsString());

            Await.until("the triggered build", () -> production.getLastBuild() != null);
            var deployed = production.getLastBuild();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(deployed));
            jenkins.assertLogContains(site.remote().tip("master").value(), deployed);
            assertTrue(Engine.page(site.productionPort()).contains("two"));
            assertEquals(
                    engine.replicas(Site.QA).get(0).digest(),
                    engine.replicas(Site.PRODUCTION).get(0).digest());
            assertTrue(
                    deployed.getCauses().get(0).getShortDescription().contains("quinn"),
                    deployed.getCauses().get(0).getShortDescription());
        }
    }

    private static DeployBranchStep on(String environment, int port) {
        var step = new DeployBranchStep(environment);
        step.setPort(port);
        step.setDrain(0);
        step.setWatch(0);
        return step;
    }

    private static FreeStyleProject job(JenkinsRule jenkins, String name, Site site, String branch, Builder step)
            throws Exception {
        var job = jenkins.createFreeStyleProject(name);
        job.setScm(new GitSCM(
                GitSCM.createRepoList(site.url(), null),
                List.of(new BranchSpec("*/" + branch)),
                null,
                null,
                List.<GitSCMExtension>of()));
        job.getBuildersList().add(step);
        return job;
    }
}
