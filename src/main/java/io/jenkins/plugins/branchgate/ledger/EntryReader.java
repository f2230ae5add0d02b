package io.jenkins.plugins.branchgate.ledger;

import java.io.IOException;
import java.util.List;

/** Reads entries back from a ledger's file. */
@FunctionalInterface
interface EntryReader {

    /** Entries from {@code first}, at most {@code most}, none after {@code last}. */
    List<LedgerEntry> read(long first, int most, long last) throws IOException;
}
