/**
 * The words every room speaks: parsed values that cannot be wrong, and immutable records of environments, releases,
 * deployments and approvals. No room but this one is imported here. Everything is {@link java.io.Serializable}, because
 * it crosses the channel to an agent, and readable and writable by Jackson, because it is kept in the ledger.
 */
package io.jenkins.plugins.branchgate.model;
