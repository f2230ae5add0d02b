package io.jenkins.plugins.branchgate.jenkins;

import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.branchgate.gate.Person;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** Turns the people Jenkins knows into those the gate knows. */
public final class People {

    private People() {}

    /** Someone who is logged in, or the anonymous user, with what they may do about a build. */
    public static Person of(Run<?, ?> run, Authentication who) {
        boolean mayApprove = run.hasPermission2(who, BranchGatePermissions.APPROVE);
        var groups = who.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toUnmodifiableSet());
        var user = User.get2(who);
        return user == null
                ? new Person(who.getName(), who.getName(), Set.of(), groups, mayApprove)
                : new Person(user.getId(), user.getFullName(), aliases(user), groups, mayApprove);
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
