/** The board: what runs where, what waits for a decision, across jobs and per job; the same for programs. */
package io.jenkins.plugins.branchgate.jenkins.board;
