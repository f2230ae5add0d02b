package io.jenkins.plugins.branchgate.jenkins;

import hudson.model.Job;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.Permission;
import io.jenkins.plugins.branchgate.gate.Person;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironments;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** Turns the people Jenkins knows into those the gate knows. */
public final class People {

    private People() {}

    /**
     * Someone who is logged in, or the anonymous user, with what they may do about a request to merge.
     *
     * @param run the build that asks
     * @param site the site it is about
     * @param into the branch that it asks to merge into
     */
    public static Person of(Run<?, ?> run, Authentication who, SiteId site, BranchName into) throws IOException {
        return of(who, may(BranchGatePermissions.APPROVE, run.getParent(), who, site, into));
    }

    private static Person of(Authentication who, boolean mayApprove) {
        var groups = who.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toUnmodifiableSet());
        var user = User.get2(who);
        return user == null
                ? new Person(who.getName(), who.getName(), Set.of(), groups, mayApprove)
                : new Person(user.getId(), user.getFullName(), aliases(user), groups, mayApprove);
    }

    /**
     * Whether someone has a permission where a decision takes effect: on the job that asks, and on the owner of every
     * gated environment of the site that follows the branch, also of one that is configured and never ran. Where an owner
     * is gone, only administrators have it.
     */
    public static boolean may(Permission permission, Job<?, ?> asking, Authentication who, SiteId site, BranchName into)
            throws IOException {
        if (!asking.hasPermission2(who, permission)) {
            return false;
        }
        var owned = Owners.gatedBy(site, into);
        if (!owned.stream().allMatch(each -> Owners.has(each, who, permission))) {
            return false;
        }
        var header = BranchGate.get().ledger(site).view().site();
        return header.isEmpty()
                || ConfiguredEnvironments.gatedBy(
                                asking.getFullName(),
                                header.get().repository(),
                                header.get().folder(),
                                into)
                        .stream()
                        .filter(found -> owned.stream().noneMatch(each -> isHeld(each, found)))
                        .flatMap(found -> found.definition().owners().names().stream())
                        .allMatch(owner -> Owners.has(owner, who, permission));
    }

    /** False also while somebody who is not an owner holds the name: who is configured is asked all the same. */
    private static boolean isHeld(Ownership owned, ConfiguredEnvironments.Found found) {
        return owned.name().value().equals(found.environment().getName())
                && (owned.owner() == null || found.definition().mayDeploy(owned.owner()));
    }

    /**
     * Someone who decided before, with the groups and permissions of now.
     *
     * @return empty if the security realm does not know them any more
     * @throws RuntimeException if the realm cannot tell
     */
    static Optional<Person> now(SiteId site, Approval approval, String userId) {
        var user = User.getById(userId, false);
        if (user == null) {
            return Optional.empty();
        }
        try {
            var who = user.impersonate2();
            var job = Builds.jobAsSystem(approval.buildUrl(), approval.openedAt());
            return Optional.of(of(
                    who, job.isPresent() && may(BranchGatePermissions.APPROVE, job.get(), who, site, approval.into())));
        } catch (UsernameNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Someone known by id alone, or the system if the id is null: for an aborted build. */
    public static Person ofId(String userId) {
        var user = userId == null ? null : User.getById(userId, false);
        return user == null
                ? new Person(userId == null ? "SYSTEM" : userId, userId, Set.of(), Set.of(), false)
                : new Person(user.getId(), user.getFullName(), aliases(user), Set.of(), false);
    }

    private static Set<String> aliases(User user) {
        var aliases = new HashSet<String>();
        aliases.add(user.getFullName());
        if (Jenkins.get().getPlugin("mailer") != null) {
            MailAddress.of(user).ifPresent(aliases::add);
        }
        return aliases;
    }
}
