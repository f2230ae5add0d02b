package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.User;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Who may roll back in a build: the person who started it, and if none did, whoever Jenkins runs the build as. The
 * permission is asked for on the job that deployed the environment, as on the board. A build that Jenkins runs as itself
 * may do everything, so that it must be one of that same job: what can deploy there unattended can also go back.
 */
final class RollbackLeave {

    private RollbackLeave() {}

    /**
     * @param run the build that wants to roll back
     * @param deployer the job that deployed what the environment runs
     * @throws AbortException if it may not
     */
    static void check(Run<?, ?> run, Job<?, ?> deployer, EnvironmentName environment) throws AbortException {
        var person = run.getCause(Cause.UserIdCause.class);
        Authentication who = person != null ? person(person.getUserId()) : unattended(run);
        if (person == null && ACL.SYSTEM2.equals(who) && !deployer.equals(run.getParent())) {
            throw new AbortException("Nobody started this build, and another job than this one deploys " + environment
                    + ". Nothing was changed. Let a person with the permission Branch Gate/Rollback on that job start it,"
                    + " or roll back in a build of that job.");
        }
        if (!deployer.hasPermission2(who, BranchGatePermissions.ROLLBACK)) {
            throw new AbortException(
                    who.getName() + " lacks the permission Branch Gate/Rollback on the job that deploys "
                            + environment
                            + ". Nothing was changed. Someone who has it can start this build, or roll back on the"
                            + " board.");
        }
    }

    /** A person whom the security realm does not know has the rights of an anonymous one. */
    private static Authentication person(String id) {
        var user = id == null ? null : User.getById(id, false);
        try {
            return user == null ? Jenkins.ANONYMOUS2 : user.impersonate2();
        } catch (UsernameNotFoundException e) {
            return Jenkins.ANONYMOUS2;
        }
    }

    private static Authentication unattended(Run<?, ?> run) {
        return run.getParent() instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : Jenkins.ANONYMOUS2;
    }
}
