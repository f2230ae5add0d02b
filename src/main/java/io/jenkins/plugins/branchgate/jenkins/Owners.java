package io.jenkins.plugins.branchgate.jenkins;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.Permission;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMSourceOwner;
import org.springframework.security.core.Authentication;

/**
 * Finds the item that an environment belongs to. A permission to do something with an environment is the permission on its
 * owner, whichever job deployed last; where the owner is gone, only administrators have any.
 */
public final class Owners {

    private Owners() {}

    /** What an environment would belong to if that job claimed it: the multibranch project of a branch's job, else the job. */
    public static String claimant(Job<?, ?> job) {
        ItemGroup<?> parent = job.getParent();
        return parent instanceof SCMSourceOwner ? parent.getFullName() : job.getFullName();
    }

    /** The owner, whoever calls; empty if it is gone. */
    public static Optional<Item> item(Ownership ownership) {
        return item(ownership.owner());
    }

    /** The item of that full name, whoever calls; empty if there is none. */
    public static Optional<Item> item(String fullName) {
        if (fullName == null) {
            return Optional.empty();
        }
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            return Optional.ofNullable(Jenkins.get().getItemByFullName(fullName, Item.class));
        }
    }

    /** True if someone has a permission on an environment's owner. */
    public static boolean has(Ownership ownership, Authentication who, Permission permission) {
        return has(ownership.owner(), who, permission);
    }

    /** True if someone has a permission on the item of that full name; where there is none, only administrators have. */
    static boolean has(String owner, Authentication who, Permission permission) {
        return item(owner).map(item -> item.hasPermission2(who, permission)).orElseGet(() -> Jenkins.get()
                .hasPermission2(who, Jenkins.ADMINISTER));
    }

    /** True if the calling user has a permission on an environment's owner. */
    public static boolean has(Ownership ownership, Permission permission) {
        return has(ownership, Jenkins.getAuthentication2(), permission);
    }

    /** @throws hudson.security.AccessDeniedException3 if the calling user lacks a permission on an environment's owner */
    public static void check(Ownership ownership, Permission permission) {
        var item = item(ownership);
        if (item.isPresent()) {
            item.get().checkPermission(permission);
        } else {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        }
    }

    /** True if the calling user may know of an environment. */
    public static boolean mayRead(Ownership ownership) {
        return has(ownership, Item.READ);
    }

    /**
     * Whose environment it is, as far as the calling user may know.
     *
     * @throws InvalidValueException if there is none, or none that the user may know of; both are told alike
     */
    public static Ownership readable(SiteId site, EnvironmentName environment) throws IOException {
        return BranchGate.get()
                .view(site)
                .flatMap(view -> view.ownership(environment))
                .filter(Owners::mayRead)
                .orElseThrow(() ->
                        new InvalidValueException("environment", site + "/" + environment, "one that the board shows"));
    }

    /** The environments of a site that take approved merges into a branch only: what an approval into it is about. */
    public static List<Ownership> gatedBy(SiteId site, BranchName branch) throws IOException {
        return BranchGate.get().ledger(site).view().ownerships().stream()
                .filter(Ownership::gated)
                .filter(each -> each.terms().branch().equals(branch))
                .toList();
    }
}
