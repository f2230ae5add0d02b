/** Letting a commit into a gated environment without an approval: who may, with which reason, for which build. */
package io.jenkins.plugins.branchgate.jenkins.board;
