package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.ledger.EntryRefused;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.util.List;

/**
 * An environment as the board shows it.
 *
 * @param site its site
 * @param siteName what people call the site
 * @param name its name
 * @param job the job that deploys it
 * @param url where it answers, or null if that is not known
 * @param current what it runs, or null
 * @param inProgress what is on its way to it, or null
 * @param health how it was found
 * @param history its deployments, newest first, as far as the viewer may see them
 * @param refused the newest commit the gate refused since the current deployment, or null
 */
public record ShownEnvironment(
        SiteId site,
        String siteName,
        EnvironmentName name,
        Job<?, ?> job,
        String url,
        ShownDeployment current,
        ShownDeployment inProgress,
        Health health,
        List<ShownDeployment> history,
        EntryRefused refused) {

    public ShownEnvironment {
        history = List.copyOf(history);
    }

    /** The newest deployment, whose settings count. */
    public ShownDeployment latest() {
        return current != null ? current : history.get(0);
    }

    /** Its gate in words. */
    public String gate() {
        var environment = latest().deployment().environment();
        return environment.gate() == GateRule.OPEN
                ? Messages.Environment_OpenGate(environment.branch())
                : Messages.Environment_ApprovedGate(environment.branch());
    }

    /** What finds the environment in a list. */
    public String key() {
        return site + "-" + name;
    }

    /** What its visitors' version has against it; null if nothing. */
    public String marker() {
        return current == null ? null : current.markerWhileServing();
    }

    public boolean mayRollBack() {
        return current != null && job.hasPermission(BranchGatePermissions.ROLLBACK);
    }

    public boolean mayScale() {
        return current != null && job.hasPermission(BranchGatePermissions.DEPLOY);
    }

    /** How many containers serve it. */
    public int replicas() {
        return latest().deployment().environment().replicas();
    }

    public boolean mayRemove() {
        return current != null && inProgress == null && job.hasPermission(Item.DELETE);
    }

    public boolean mayOverride() {
        return refused != null && job.hasPermission(BranchGatePermissions.OVERRIDE);
    }

    /** True if one can go back to that deployment's release. */
    public boolean isEarlier(ShownDeployment other) {
        return current != null
                && other.deployment().release() != null
                && other.since() != null
                && !other.deployment()
                        .release()
                        .id()
                        .equals(current.deployment().release().id());
    }
}
