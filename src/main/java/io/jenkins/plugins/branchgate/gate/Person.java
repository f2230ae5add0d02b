package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.Serializable;
import java.util.Set;

/**
 * Someone who acts on an approval, as the caller's security realm knows them. There is no field for administrators:
 * they are held to the same rules.
 *
 * @param id the user id
 * @param name the name as people know it; the id if null or blank
 * @param aliases what else the person is known as: e-mail addresses, names used in commits. Whoever might be an author
 *     by them does not approve; nothing is granted by them, since people choose them themselves
 * @param groups the groups the person belongs to
 * @param mayApprove true if the person has the permission to approve, wherever the approval takes effect
 */
public record Person(String id, String name, Set<String> aliases, Set<String> groups, boolean mayApprove)
        implements Serializable {

    /** True for whoever is not logged in: nobody, and everybody. */
    boolean isAnonymous() {
        return id.equalsIgnoreCase("anonymous");
    }

    /** @throws InvalidValueException if the id is blank or longer than 200 characters */
    public Person {
        if (id == null || id.isBlank() || id.length() > 200) {
            throw new InvalidValueException("user id", id, "1 to 200 characters");
        }
        name = name == null || name.isBlank() ? id : name;
        aliases = aliases == null ? Set.of() : Set.copyOf(aliases);
        groups = groups == null ? Set.of() : Set.copyOf(groups);
    }
}
