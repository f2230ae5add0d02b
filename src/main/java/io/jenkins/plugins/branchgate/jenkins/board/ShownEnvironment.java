package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.Owners;
import io.jenkins.plugins.branchgate.ledger.EntryRefused;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.util.List;

/**
 * An environment as the board shows it.
 *
 * @param site its site
 * @param siteName what people call the site
 * @param name its name
 * @param job the job that deployed last, or null if it is gone
 * @param ownership whose it is and on which terms
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
        Ownership ownership,
        ShownDeployment current,
        ShownDeployment inProgress,
        ShownHealth health,
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

    /** Where it answers, or null if that is not known. */
    public String url() {
        return ownership.siteUrl();
    }

    /** True if the viewer may change its owner, target and terms here. */
    public boolean mayChange() {
        return !ownership.configured() && Owners.has(ownership, Item.CONFIGURE);
    }

    /** Whose it is, in words. */
    public String owner() {
        return ownership.owner() == null ? Messages.Environment_NoOwner() : ownership.owner();
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
        return current != null && Owners.has(ownership, BranchGatePermissions.ROLLBACK);
    }

    public boolean mayScale() {
        return current != null && Owners.has(ownership, BranchGatePermissions.DEPLOY);
    }

    /** How many containers serve it. */
    public int replicas() {
        return latest().deployment().environment().replicas();
    }

    public boolean mayRemove() {
        return ownership.held() && inProgress == null && Owners.has(ownership, Item.DELETE);
    }

    public boolean mayOverride() {
        return refused != null && Owners.has(ownership, BranchGatePermissions.OVERRIDE);
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
