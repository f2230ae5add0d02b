package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.util.Objects;

/**
 * The reconciler put something right.
 *
 * @param environment where
 * @param action what was done, in a word or two
 * @param detail what was found, in words for people
 */
public record EnvironmentHealed(EnvironmentName environment, String action, String detail) implements LedgerEvent {

    public EnvironmentHealed {
        Objects.requireNonNull(environment, "environment");
    }
}
