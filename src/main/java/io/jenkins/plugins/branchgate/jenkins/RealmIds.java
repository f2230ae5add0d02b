package io.jenkins.plugins.branchgate.jenkins;

import io.jenkins.plugins.branchgate.gate.IdComparison;
import jenkins.model.IdStrategy;

/** Tells users and groups apart as the security realm does. */
record RealmIds(IdStrategy users, IdStrategy groups) implements IdComparison {
    @Override
    public boolean sameUser(String one, String other) {
        return users.equals(one, other);
    }

    @Override
    public boolean sameGroup(String one, String other) {
        return groups.equals(one, other);
    }
}
