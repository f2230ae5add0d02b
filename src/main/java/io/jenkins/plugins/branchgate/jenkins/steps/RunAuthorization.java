package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.User;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.security.Permission;
import io.jenkins.plugins.branchgate.jenkins.Owners;
import io.jenkins.plugins.branchgate.model.Ownership;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Who may roll back or scale in a build: the person who started it, and if none did, whoever Jenkins runs the build as. The
 * permission is asked for on the environment's owner, as on the board. A build that Jenkins runs as itself may do everything,
 * and runs whatever somebody pushed: it may only change an environment of its own job whose gate is open.
 */
final class RunAuthorization {

    private RunAuthorization() {}

    /**
     * @param run the build that wants to
     * @param ownership the environment's
     * @param what what it wants, to complete "may not …"
     * @param permission what it takes
     * @throws AbortException if it may not
     */
    static void check(Run<?, ?> run, Ownership ownership, String what, Permission permission) throws AbortException {
        String name = "Branch Gate/" + permission.name;
        var person = run.getCause(Cause.UserIdCause.class);
        Authentication who = person != null ? person(person.getUserId()) : unattended(run);
        if (person == null && ACL.SYSTEM2.equals(who)) {
            boolean own = ownership.belongsTo(run.getParent().getFullName());
            if (own && !ownership.gated()) {
                return;
            }
            throw new AbortException("Nobody started this build, so it may not " + what + " " + ownership.name()
                    + (own ? ", which takes only what was approved" : ", which belongs to another job")
                    + ". Nothing was changed. Let a person with the permission " + name + " on "
                    + (ownership.owner() == null ? "Jenkins" : ownership.owner())
                    + " start it, or do it on the board.");
        }
        if (!Owners.has(ownership, who, permission)) {
            throw new AbortException(who.getName() + " lacks the permission " + name
                    + " on the owner of environment " + ownership.name() + ", so this build may not " + what
                    + " it. Nothing was changed. Someone who has it can start this build, or do it on the board.");
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

    /** Whom Jenkins runs a build as. */
    static Authentication unattended(Run<?, ?> run) {
        return run.getParent() instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : Jenkins.ANONYMOUS2;
    }
}
