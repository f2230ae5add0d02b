package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.tasks.Builder;
import io.jenkins.plugins.branchgate.jenkins.freestyle.DeployBranchBuilder;
import io.jenkins.plugins.branchgate.jenkins.freestyle.QaApprovalBuilder;
import io.jenkins.plugins.branchgate.jenkins.steps.DeployBranchStep;
import io.jenkins.plugins.branchgate.jenkins.steps.QaApprovalStep;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Forms give back what they were given; snippets leave defaults out. A freestyle step shows the form of the Pipeline step
 * whose settings it keeps, so that one round trip tries both.
 */
@WithJenkins
class StepFormsTest {
    private JenkinsRule jenkins;

    @BeforeEach
    void setUp(JenkinsRule rule) {
        jenkins = rule;
    }

    private DeployBranchStep roundTrip(DeployBranchStep step) throws Exception {
        return roundTrip(new DeployBranchBuilder(step), DeployBranchBuilder.class)
                .getSettings();
    }

    private QaApprovalStep roundTrip(QaApprovalStep step) throws Exception {
        return roundTrip(new QaApprovalBuilder(step), QaApprovalBuilder.class).getSettings();
    }

    private <T extends Builder> T roundTrip(T builder, Class<T> type) throws Exception {
        var job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(builder);
        jenkins.configRoundtrip(job);
        return job.getBuildersList().get(type);
    }

    private static DeployBranchStep full() {
        var step = new DeployBranchStep("staging");
        step.setBranch("release/2.1");
        step.setSite("docs/site");
        step.setPort(8082);
        step.setReplicas(3);
        step.setDockerfile("Dockerfile.web");
        step.setHealth("/health?full=1");
        step.setHealthTimeout(60);
        step.setDrain(0);
        step.setWatch(0);
        step.setGate("open");
        step.setRollout("rolling");
        step.setBatch(2);
        step.setContainerPort(8000);
        step.setSiteUrl("https://staging.example.org/");
        step.setDockerHost("tcp://docker.example.org:2376");
        step.setUrl("https://git.example.org/shop.git");
        step.setCredentialsId("git");
        step.setDockerCredentialsId("keys");
        return step;
    }

    @Test
    void deployBranchGoesRoundItsForm() throws Exception {
        var step = roundTrip(full());
        assertEquals("staging", step.getEnvironment());
        assertEquals("release/2.1", step.getBranch());
        assertEquals("docs/site", step.getSite());
        assertEquals(8082, step.getPort());
        assertEquals(3, step.getReplicas());
        assertEquals("Dockerfile.web", step.getDockerfile());
        assertEquals("/health?full=1", step.getHealth());
        assertEquals(60, step.getHealthTimeout());
        assertEquals(0, step.getDrain());
        assertEquals(0, step.getWatch());
        assertEquals("open", step.getGate());
        assertEquals("rolling", step.getRollout());
        assertEquals(2, step.getBatch());
        assertEquals(8000, step.getContainerPort());
        assertEquals("https://staging.example.org/", step.getSiteUrl());
        assertEquals("tcp://docker.example.org:2376", step.getDockerHost());
        assertEquals("https://git.example.org/shop.git", step.getUrl());
        assertEquals("git", step.getCredentialsId());
        assertEquals("keys", step.getDockerCredentialsId());
    }

    @Test
    void whatIsLeftEmptyStaysLeftOut() throws Exception {
        var step = roundTrip(new DeployBranchStep("qa"));
        assertEquals("qa", step.getEnvironment());
        assertNull(step.getBranch());
        assertNull(step.getPort());
        assertNull(step.getGate());
        assertNull(step.getCredentialsId());
        assertEquals("deployBranch 'qa'", Snippetizer.object2Groovy(step));
    }

    @Test
    void qaApprovalGoesRoundItsForm() throws Exception {
        var step = new QaApprovalStep("developer", "master");
        step.setApprovers("qa, ops");
        step.setQuorum(2);
        step.setAllowSelfApproval(true);
        step.setMessage("Look at \"prices\" <b>");
        step.setChecks("prices\nimprint");
        step.setStrategy("squash");
        step.setRetest("always");
        step.setExpiresInHours(48);
        step.setRemindInHours(24);
        step.setTrigger("../production");
        step.setWait(false);
        step.setEnvironment("staging");

        var back = roundTrip(step);
        assertEquals("developer", back.getFrom());
        assertEquals("master", back.getInto());
        assertEquals("staging", back.getEnvironment());
        assertFalse(back.isWait());
        assertEquals("qa, ops", back.getApprovers());
        assertEquals(2, back.getQuorum());
        assertTrue(back.isAllowSelfApproval());
        assertEquals("Look at \"prices\" <b>", back.getMessage());
        assertEquals("prices\nimprint", back.getChecks());
        assertEquals("squash", back.getStrategy());
        assertEquals("always", back.getRetest());
        assertEquals(48, back.getExpiresInHours());
        assertEquals(24, back.getRemindInHours());
        assertEquals("../production", back.getTrigger());
    }

    @Test
    void snippetsLeaveDefaultsOut() {
        assertEquals(
                "qaApproval from: 'developer', into: 'master'",
                Snippetizer.object2Groovy(new QaApprovalStep("developer", "master")));
    }

    @Test
    void snippetsSayAllThatWasChosen() {
        assertEquals(
                "deployBranch batch: 2, branch: 'release/2.1', containerPort: 8000, credentialsId: 'git',"
                        + " dockerCredentialsId: 'keys', dockerHost: 'tcp://docker.example.org:2376', dockerfile: 'Dockerfile.web', drain: 0,"
                        + " environment: 'staging', gate: 'open', health: '/health?full=1', healthTimeout: 60,"
                        + " port: 8082, replicas: 3, rollout: 'rolling', site: 'docs/site',"
                        + " siteUrl: 'https://staging.example.org/', url: 'https://git.example.org/shop.git', watch: 0",
                Snippetizer.object2Groovy(full()));
        var ask = new QaApprovalStep("developer", "master");
        ask.setApprovers("qa, ops");
        ask.setQuorum(2);
        ask.setTrigger("../production");
        ask.setWait(false);
        assertEquals(
                "qaApproval approvers: 'qa, ops', from: 'developer', into: 'master', quorum: 2,"
                        + " trigger: '../production', wait: false",
                Snippetizer.object2Groovy(ask));
    }
}
