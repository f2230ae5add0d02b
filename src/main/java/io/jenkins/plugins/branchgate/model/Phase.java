package io.jenkins.plugins.branchgate.model;

/** The phases of a deployment, in order; each is written to the ledger before it begins. */
public enum Phase {
    BUILD,
    START,
    PROBE,
    SWITCH,
    DRAIN,
    RETIRE,
    DONE,
    FAILED;

    /** True for {@link #DONE} and {@link #FAILED}: nothing follows. */
    public boolean isFinal() {
        return this == DONE || this == FAILED;
    }
}
