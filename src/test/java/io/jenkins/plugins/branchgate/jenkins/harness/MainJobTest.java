package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Environment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The main job in one Pipeline: QA, a decision, the merge, production. */
@Tag("docker")
@WithJenkins
class MainJobTest {
    @TempDir
    private Path folder;

    @Test
    void approvalMergesWhatWasTestedAndProductionRunsTheSameImage(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        String before = site.remote().tip("master").value();
        try (var engine = new Engine(site);
                var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            var build = new Pipelines(jenkins).start("shop", """
                    node {
                        %s
                        def qa = %s
                        echo "qa=$qa.url digest=$qa.digest commit=$qa.commit release=$qa.release image=$qa.image"
                    }
                    def decided = %s
                    echo "decided=$decided.decision by=$decided.approver merge=$decided.mergeCommit"
                    node {
                        def production = %s
                        echo "production digest=$production.digest millis=$production.durationMillis"
                    }
                    """.formatted(
                            site.checkout("developer"),
                            site.deployToQa() + ", siteUrl: 'https://qa.example.org/'",
                            site.ask(""),
                            site.deployToProduction()));
            var asked = Asked.awaitBy(build, site, jenkins);

            assertTrue(Engine.page(site.qaPort()).contains("two"));
            assertEquals(0, jenkins.jenkins.toComputer().countBusy(), "the waiting build holds no executor");
            assertTrue(quinn.get(asked.page()).getContentAsString().contains("href=\"https://qa.example.org/\""));
            jenkins.assertLogContains("qa=https://qa.example.org/ digest=", build);
            var answer = quinn.post(asked.page() + "approve", "comment", "Looks right");
            assertEquals(200, answer.getStatusCode(), answer.getContentAsString());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));

            String tested = site.remote().tip("developer").value();
            String merge = site.remote().tip("master").value();
            assertEquals(before + " " + tested, site.remote().bareGit("log", "-1", "--format=%P", merge));
            jenkins.assertLogContains("decided=approved by=quinn merge=" + merge, build);
            assertTrue(Engine.page(site.productionPort()).contains("two"));
            var qa = engine.replicas(Site.QA);
            var production = engine.replicas(Site.PRODUCTION);
            assertEquals(1, production.size());
            assertEquals(qa.get(0).digest(), production.get(0).digest());
            jenkins.assertLogContains("production digest=" + qa.get(0).digest(), build);
            assertEquals(
                    Admission.APPROVED,
                    site.view().current(Site.PRODUCTION).orElseThrow().admission());
            var approval = asked.approval();
            assertEquals(ApprovalState.MERGED, approval.state());
            assertEquals(
                    "quinn PAGE Looks right",
                    approval.votes().get(0).by() + " " + approval.votes().get(0).channel() + " "
                            + approval.votes().get(0).comment());
            assertEquals(Channel.PAGE, approval.votes().get(0).channel());

            // Once more: nothing is asked that was decided, and nothing deployed that runs.
            var again = build.getParent().scheduleBuild2(0).get();
            jenkins.assertBuildStatusSuccess(again);
            jenkins.assertLogContains("decided=approved by=quinn merge=" + merge, again);
            jenkins.assertLogContains("This was asked and decided already", again);
            assertEquals(1, site.view().approvals(10).size());
            assertEquals(1, site.view().history(Site.PRODUCTION, 10).size());
        }
    }

    @Test
    void productionRefusesWhatNobodyApproved(JenkinsRule jenkins) throws Exception {
        var site = Site.in(folder);
        try (var engine = new Engine(site)) {
            var pipelines = new Pipelines(jenkins);
            String deploy = "node {\n" + site.checkout("master") + "\n" + site.deployToProduction() + "\n}";
            var job = pipelines.job("production", deploy);
            jenkins.buildAndAssertSuccess(job);
            var running = engine.replicas(Site.PRODUCTION);
            site.remote().somebodyPushes("master", "index.html", "<h1>not approved</h1>\n");

            var refused = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains("it is not the outcome of a merge that QA approved", refused);
            assertTrue(Engine.page(site.productionPort()).contains("one"));
            assertEquals(running, engine.replicas(Site.PRODUCTION));
        }
    }

    @Test
    void brokenDockerfileShowsTheDefaultsAndStartsNothing(JenkinsRule jenkins) throws Exception {
        var site = Site.in(folder);
        site.remote().write("Dockerfile", "FROM httpd:2.4\nNONSENSE\n");
        site.remote().commitAndPush("developer", "Break it");
        site.remote().commitAndPush("master", "Break it");
        try (var engine = new Engine(site)) {
            var pipelines = new Pipelines(jenkins);
            for (var name : List.of("qa", "production")) {
                var build = pipelines.run(
                        name, "node { deployBranch environment: '" + name + "', url: '" + site.url() + "' }");
                jenkins.assertBuildStatus(Result.FAILURE, build);
                jenkins.assertLogContains("NONSENSE", build);
            }

            var qa = site.view().history(Site.QA, 1).get(0).environment();
            var production = site.view().history(Site.PRODUCTION, 1).get(0).environment();
            assertEquals("developer 8081 1 OPEN", words(qa));
            assertEquals("master 8080 1 APPROVED", words(production));
            assertTrue(engine.replicas(Site.QA).isEmpty()
                    && engine.replicas(Site.PRODUCTION).isEmpty());
        }
    }

    private static String words(Environment environment) {
        return environment.branch() + " " + environment.port() + " " + environment.replicas() + " "
                + environment.gate();
    }
}
