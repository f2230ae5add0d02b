package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.util.Objects;

/**
 * Something needs a person.
 *
 * @param environment where
 * @param alert what kind of trouble, in a word or two
 * @param detail what was found, in words for people
 */
public record AlertRaised(EnvironmentName environment, String alert, String detail) implements LedgerEvent {

    public AlertRaised {
        Objects.requireNonNull(environment, "environment");
    }
}
