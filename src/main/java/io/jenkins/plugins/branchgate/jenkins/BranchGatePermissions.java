package io.jenkins.plugins.branchgate.jenkins;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** What a person may do with Branch Gate, in the scope of a job or folder. */
public final class BranchGatePermissions {
    public static final PermissionGroup GROUP =
            new PermissionGroup(BranchGatePermissions.class, Messages._BranchGatePermissions_Group());

    /** Decide about approvals. Neither building nor configuring a job implies it. */
    public static final Permission APPROVE = new Permission(
            GROUP, "Approve", Messages._BranchGatePermissions_Approve(), Jenkins.ADMINISTER, PermissionScope.ITEM);

    /** Give an environment another number of containers: by hand, or in a build that the person starts. */
    public static final Permission DEPLOY =
            new Permission(GROUP, "Deploy", Messages._BranchGatePermissions_Deploy(), Item.BUILD, PermissionScope.ITEM);

    /** Bring an environment back to an earlier release. */
    public static final Permission ROLLBACK = new Permission(
            GROUP, "Rollback", Messages._BranchGatePermissions_Rollback(), Jenkins.ADMINISTER, PermissionScope.ITEM);

    /** Let a commit into a gated environment without an approval. */
    public static final Permission OVERRIDE = new Permission(
            GROUP, "Override", Messages._BranchGatePermissions_Override(), Jenkins.ADMINISTER, PermissionScope.ITEM);

    /**
     * Read what the containers of an environment wrote. Logs may name visitors and hold what was meant for nobody's eyes,
     * so seeing the board is not enough; whoever may deploy could have it written anywhere anyway.
     */
    public static final Permission LOGS =
            new Permission(GROUP, "Logs", Messages._BranchGatePermissions_Logs(), DEPLOY, PermissionScope.ITEM);

    private BranchGatePermissions() {}

    /** Makes the permissions known before the configuration that names them is read. */
    @Initializer(after = InitMilestone.PLUGINS_STARTED, before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static PermissionGroup register() {
        return GROUP;
    }
}
