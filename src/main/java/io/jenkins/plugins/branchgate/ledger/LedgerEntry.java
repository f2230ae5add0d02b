package io.jenkins.plugins.branchgate.ledger;

import java.time.Instant;

/**
 * One line of the ledger.
 *
 * @param sequence its number, counted from 1
 * @param at when it was written, to the millisecond, by the ledger's clock
 * @param previousHash the hash of the entry before it, 64 zeros for the first
 * @param hash the SHA-256 of the line, which holds {@code previousHash}, in hexadecimal digits
 * @param event what happened
 */
public record LedgerEntry(long sequence, Instant at, String previousHash, String hash, LedgerEvent event) {}
