package io.jenkins.plugins.branchgate.jenkins.harness;

import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Makes and runs Pipeline jobs.
 *
 * @param jenkins where
 */
record Pipelines(JenkinsRule jenkins) {
    /** A sandboxed Pipeline, as people who may not approve scripts have it. */
    WorkflowJob job(String name, String script) throws Exception {
        var job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Starts a build of a new job and waits for its end. */
    WorkflowRun run(String name, String script) throws Exception {
        return jenkins.waitForCompletion(start(name, script));
    }

    /** Starts a build of a new job. */
    WorkflowRun start(String name, String script) throws Exception {
        return job(name, script).scheduleBuild2(0).waitForStart();
    }
}
