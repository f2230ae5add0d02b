package io.jenkins.plugins.branchgate.ledger;

/**
 * An event that this version does not know, or cannot read: kept in the file, without effect here.
 *
 * @param type its type as the file has it
 */
public record UnknownEvent(String type) implements LedgerEvent {}
