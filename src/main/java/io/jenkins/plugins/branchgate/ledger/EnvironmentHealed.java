package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The reconciler put something right.
 *
 * @param environment where
 * @param action what was done, in a word or two
 * @param detail what was found, in words for people
 */
public record EnvironmentHealed(EnvironmentName environment, String action, String detail) implements LedgerEvent {

    private static final Pattern GOING_ON = Pattern.compile(
            "(?:routed to [0-9]+|[0-9]+ (?:broken|changed by hand) removed)(?:, [0-9]+ (?:broken|changed by hand) removed)*");

    public EnvironmentHealed {
        Objects.requireNonNull(environment, "environment");
    }

    /**
     * False if it only went on with what was begun in an earlier pass of the reconciler: requests now go to the containers
     * that were started then, or those that they replace are gone.
     */
    boolean isBeginning() {
        return action == null || !GOING_ON.matcher(action).matches();
    }
}
