package io.jenkins.plugins.branchgate.model;

import java.io.Serializable;
import java.util.Set;

/**
 * Who may decide.
 *
 * @param users user ids; compared by the security realm's own rule, which the caller of the gate supplies
 * @param groups group names; both sets empty means everyone with the permission
 * @param quorum how many distinct people must approve, 1 to 20
 * @param selfApproval true if the change's authors and the person who started the build may approve it
 */
public record Approvers(Set<String> users, Set<String> groups, int quorum, boolean selfApproval)
        implements Serializable {

    /** Anyone with the permission, one approval; not one's own change. */
    public static final Approvers ANYONE = new Approvers(Set.of(), Set.of(), 1, false);

    /** @throws InvalidValueException if the quorum is not from 1 to 20 */
    public Approvers {
        users = Set.copyOf(users);
        groups = Set.copyOf(groups);
        Ranges.require("quorum", quorum, 1, 20);
    }

    /** True if neither users nor groups are named. */
    public boolean everyone() {
        return users.isEmpty() && groups.isEmpty();
    }
}
