package io.jenkins.plugins.branchgate.model;

/** From where a decision came. */
public enum Channel {
    PAGE,
    REST,
    CLI,
    /** The build itself: aborted, or superseded by a newer one. */
    BUILD,
    /** A terminal without a Jenkins. */
    TERMINAL
}
