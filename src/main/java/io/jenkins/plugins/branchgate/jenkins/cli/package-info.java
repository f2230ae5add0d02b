/** Jenkins' command line: list, approve, reject and withdraw approvals. */
package io.jenkins.plugins.branchgate.jenkins.cli;
