package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import java.nio.file.Path;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A multibranch project owns what its branches deploy to, and no branch's Jenkinsfile loosens what another claimed. */
@Tag("docker")
@WithJenkins
class MultibranchOwnerTest {
    @TempDir
    private Path folder;

    @Test
    void branchOfTheOwningProjectThatOpensProductionForItselfIsRefused(JenkinsRule jenkins) throws Exception {
        var site = Site.in(folder);
        try (var engine = new Engine(site)) {
            commit(site, "master", "node { checkout scm\n" + site.deployToProduction() + " }");
            var project = jenkins.createProject(WorkflowMultiBranchProject.class, "shop");
            var source = new GitSCMSource(site.url());
            source.setTraits(List.of(new BranchDiscoveryTrait()));
            project.getSourcesList().add(new BranchSource(source));
            jenkins.assertBuildStatusSuccess(scan(jenkins, project, "master"));
            var claimed = site.view().ownership(Site.PRODUCTION).orElseThrow();
            assertEquals("shop", claimed.owner());

            site.pushEvil();
            commit(
                    site,
                    "evil",
                    "node { checkout scm\ndeployBranch environment: 'production', branch: 'evil', gate: 'open', port: "
                            + site.productionPort() + " }");
            var evil = scan(jenkins, project, "evil");
            jenkins.assertBuildStatus(Result.FAILURE, evil);
            jenkins.assertLogContains("branch evil instead of master, gate open instead of approved", evil);
            assertEquals(claimed, site.view().ownership(Site.PRODUCTION).orElseThrow());
            assertTrue(Engine.page(site.productionPort()).contains("one"));
        }
    }

    private static void commit(Site site, String branch, String script) throws Exception {
        site.remote().somebodyPushes(branch, "Jenkinsfile", script);
    }

    /** Has the project look for branches, and gives the latest build of one. */
    private static WorkflowRun scan(JenkinsRule jenkins, WorkflowMultiBranchProject project, String branch)
            throws Exception {
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        WorkflowJob job = project.getItem(branch);
        return job.getLastBuild();
    }
}
