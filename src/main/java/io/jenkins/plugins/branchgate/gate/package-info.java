/**
 * Approval lifecycle and rules: pins, who may, quorum, expiry, and whether a commit may enter an environment. Every
 * transition is one compare-and-set in the ledger, so of many concurrent decisions one takes effect.
 */
package io.jenkins.plugins.branchgate.gate;
