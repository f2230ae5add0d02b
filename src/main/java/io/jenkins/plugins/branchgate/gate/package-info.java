/** Approval lifecycle and rules: pins, who may, quorum, expiry, and whether a commit may enter an environment. */
package io.jenkins.plugins.branchgate.gate;
