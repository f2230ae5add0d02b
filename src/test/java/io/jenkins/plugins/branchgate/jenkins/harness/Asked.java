package io.jenkins.plugins.branchgate.jenkins.harness;

import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalReference;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * The approval that a build asked for.
 *
 * @param site the site it is about
 * @param build the build that asked
 * @param id which approval
 */
record Asked(Site site, WorkflowRun build, ApprovalId id) {
    /** Waits until a build asks. */
    static Asked awaitBy(WorkflowRun build, Site site, JenkinsRule jenkins) throws Exception {
        jenkins.waitForMessage("Decide here: ", build);
        return latest(build, site);
    }

    /** What a build asked for last. */
    static Asked latest(WorkflowRun build, Site site) {
        var all = QaApprovalAction.of(build).stream()
                .map(ApprovalReference::approval)
                .toList();
        return new Asked(site, build, all.get(all.size() - 1));
    }

    /** Below the controller's address, with a slash at its end. */
    String page() {
        return build.getUrl() + "qa-approval/" + id + "/";
    }

    Approval approval() throws IOException {
        return site.view().approval(id).orElseThrow();
    }

    ApprovalState state() throws IOException {
        return approval().state();
    }

    /** Waits until it ended some way or other. */
    Approval awaitEnd() throws Exception {
        Await.until("the end of approval " + id, () -> state().isFinal());
        return approval();
    }
}
