package io.jenkins.plugins.branchgate.ledger;

import java.util.function.Consumer;

/**
 * What {@link Ledger#transact} runs: looks at the ledger as it is now, decides, and appends. Compare-and-set is a
 * transaction that throws when the view is not what it expected.
 *
 * @param <T> what it returns
 * @param <X> what it may throw instead; nothing is written then
 */
@FunctionalInterface
public interface Transaction<T, X extends Exception> {

    /**
     * Runs while no other transaction does. Must be quick and touch neither network nor disk.
     *
     * @param view the latest view, without what this transaction appends; not to be used after the call
     * @param append takes the events to write, in order; they are written together or not at all
     */
    T run(LedgerView view, Consumer<LedgerEvent> append) throws X;
}
