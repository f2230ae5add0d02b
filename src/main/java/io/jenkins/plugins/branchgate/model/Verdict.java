package io.jenkins.plugins.branchgate.model;

/** What a person wanted, or was kept from. */
public enum Verdict {
    APPROVE,
    REJECT,
    WITHDRAW,
    /** The attempt was refused; the vote's comment says why. */
    DENIED
}
