package io.jenkins.plugins.branchgate.model;

/** Why a commit was let into an environment. */
public enum Admission {
    /** The environment's gate is open. */
    OPEN,
    /** The commit is the outcome of an approved merge. */
    APPROVED,
    /** The environment never ran anything and took its branch's head once. */
    INITIAL,
    /** The commit is what the environment ran before, or runs now. */
    KNOWN,
    /** Someone with the permission let it in, with a reason. */
    OVERRIDE
}
