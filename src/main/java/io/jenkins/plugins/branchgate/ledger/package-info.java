/** The append-only journal of deployments and approvals, and its projections. */
package io.jenkins.plugins.branchgate.ledger;
