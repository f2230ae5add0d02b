package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.User;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.security.Permission;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Who may roll back or scale in a build: the person who started it, and if none did, whoever Jenkins runs the build as. The
 * permission is asked for on the job that deployed the environment, as on the board. A build that Jenkins runs as itself
 * may do everything, so that it must be one of that same job: what can deploy there unattended can also go back.
 */
final class OrderLeave {

    private OrderLeave() {}

    /**
     * @param run the build that wants to
     * @param deployer the job that deployed what the environment runs
     * @param permission what it takes
     * @throws AbortException if it may not
     */
    static void check(Run<?, ?> run, Job<?, ?> deployer, EnvironmentName environment, Permission permission)
            throws AbortException {
        String name = "Branch Gate/" + permission.name;
        var person = run.getCause(Cause.UserIdCause.class);
        Authentication who = person != null ? person(person.getUserId()) : unattended(run);
        if (person == null && ACL.SYSTEM2.equals(who) && !deployer.equals(run.getParent())) {
            throw new AbortException("Nobody started this build, and another job than this one deploys " + environment
                    + ". Nothing was changed. Let a person with the permission " + name + " on that job start it,"
                    + " or do it in a build of that job.");
        }
        if (!deployer.hasPermission2(who, permission)) {
            throw new AbortException(who.getName() + " lacks the permission " + name + " on the job that deploys "
                    + environment
                    + ". Nothing was changed. Someone who has it can start this build, or do it on the"
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
