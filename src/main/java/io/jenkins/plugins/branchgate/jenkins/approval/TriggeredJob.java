package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.AbortException;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.plugins.git.RevisionParameterAction;
import hudson.security.ACL;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.IOException;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;

/** The job that is built once an approved merge is pushed, for exactly the merge commit. */
final class TriggeredJob {

    private TriggeredJob() {}

    /**
     * Puts the job into the queue, once for an approval, with the rights of the build that asked. A crash between the
     * queue and the record can put it there twice; deploying the same commit twice is harmless.
     *
     * @throws AbortException if there is no such job, or that build may not build it; says which
     */
    static void schedule(Run<?, ?> run, ApprovalReference asked, Approval merged) throws IOException {
        if (asked.trigger() == null || asked.triggered()) {
            return;
        }
        var job = find(run, asked.trigger());
        var commit = merged.mergeCommit().value();
        var queued = ParameterizedJobMixIn.scheduleBuild2(
                job, 0, new CauseAction(new ApprovedCause(run, merged)), new RevisionParameterAction(commit));
        if (queued == null) {
            throw new AbortException("The merge is done, but Jenkins refused to build the job '" + job.getFullName()
                    + "'. Check that it is not disabled, and build it by hand.");
        }
        asked.markTriggered();
        run.save();
    }

    private static Job<?, ?> find(Run<?, ?> run, String name) throws AbortException {
        var parent = run.getParent();
        var who = parent instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
        Job<?, ?> job = Jenkins.get().getItem(name, parent.getParent(), Job.class);
        // A job that may not be read is not told apart from one that is not there.
        if (job == null || !job.hasPermission2(who, Item.READ)) {
            throw new AbortException(
                    "The merge is done, but there is no job " + InvalidValueException.printable(name) + " seen from "
                            + parent.getFullName() + ". Correct the 'trigger', and build it by hand this time.");
        }
        if (!job.hasPermission2(who, Item.BUILD)) {
            throw new AbortException("The merge is done, but '" + parent.getFullName() + "' runs as " + who.getName()
                    + ", who may not build '" + job.getFullName()
                    + "'. Grant Job/Build, and build it by hand this time.");
        }
        return job;
    }
}
