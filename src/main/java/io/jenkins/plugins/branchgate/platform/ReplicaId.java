package io.jenkins.plugins.branchgate.platform;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.Serializable;

/** The platform's own id of a replica, for example a container id. */
public record ReplicaId(String value) implements Serializable {

    public ReplicaId {
        if (value == null || !value.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")) {
            throw new InvalidValueException("replica id", value, "a container id or name");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
