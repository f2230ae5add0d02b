package io.jenkins.plugins.branchgate.ledger;

/**
 * One line as read.
 *
 * @param entry what it says
 * @param part its place among the lines of its transaction, from 1
 * @param of how many lines the transaction has
 * @param intact true if its hash is the hash of what it says
 * @param readable false if this version knows the event's type and yet cannot read it
 */
record Line(LedgerEntry entry, int part, int of, boolean intact, boolean readable) {

    /** A line that is not an entry at all. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
