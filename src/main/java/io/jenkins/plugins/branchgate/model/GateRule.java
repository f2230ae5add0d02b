package io.jenkins.plugins.branchgate.model;

/** The rule that says whether a commit may enter an environment. */
public enum GateRule {
    /** Any commit may. */
    OPEN,
    /** Only the outcome of an approved merge, or once the branch's head while the environment never ran anything. */
    APPROVED
}
