/** The phases of a deployment, health probes, drain, rollback. */
package io.jenkins.plugins.branchgate.deploy;
