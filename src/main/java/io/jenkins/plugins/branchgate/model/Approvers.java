package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may decide.
 *
 * @param lists whoever decides has to be in each of these lists; none means everyone with the permission
 * @param quorum how many distinct people must approve, 1 to 20
 * @param selfApproval true if the change's authors and the person who started the build may approve it
 */
public record Approvers(List<Named> lists, int quorum, boolean selfApproval) implements Serializable {

    /** Anyone with the permission, one approval; not one's own change. */
    public static final Approvers ANYONE = new Approvers(List.of(), 1, false);

    /**
     * People by name.
     *
     * @param users user ids; compared by the security realm's own rule, which the caller of the gate supplies
     * @param groups group names
     */
    public record Named(Set<String> users, Set<String> groups) implements Serializable {

        public Named {
            users = users == null ? Set.of() : Set.copyOf(users);
            groups = groups == null ? Set.of() : Set.copyOf(groups);
        }

        /** Both, as people read it. */
        @JsonIgnore
        public List<String> words() {
            var words = new ArrayList<String>(new TreeSet<>(users));
            // A name that may be either stands in both sets and is said once.
            new TreeSet<>(groups)
                    .stream()
                            .filter(group -> !users.contains(group))
                            .map(group -> "group " + group)
                            .forEach(words::add);
            return words;
        }
    }

    /** @throws InvalidValueException if the quorum is not from 1 to 20 */
    public Approvers {
        lists = lists.stream()
                .filter(list -> !list.users().isEmpty() || !list.groups().isEmpty())
                .distinct()
                .toList();
        Ranges.require("quorum", quorum, 1, 20);
    }

    /** One list; both sets empty means everyone with the permission. */
    public Approvers(Set<String> users, Set<String> groups, int quorum, boolean selfApproval) {
        this(List.of(new Named(users, groups)), quorum, selfApproval);
    }

    /** True if nobody is named. */
    public boolean everyone() {
        return lists.isEmpty();
    }

    /** The ids of all users named. */
    public Set<String> users() {
        var users = new TreeSet<String>();
        lists.forEach(list -> users.addAll(list.users()));
        return users;
    }

    /** The names of all groups named. */
    public Set<String> groups() {
        var groups = new TreeSet<String>();
        lists.forEach(list -> groups.addAll(list.groups()));
        return groups;
    }
}
