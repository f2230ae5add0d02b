package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.util.Objects;

/**
 * All that belonged to an environment was removed; its history stays.
 *
 * @param environment which environment
 */
public record EnvironmentRemoved(EnvironmentName environment) implements LedgerEvent {

    public EnvironmentRemoved {
        Objects.requireNonNull(environment, "environment");
    }
}
