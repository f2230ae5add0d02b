package io.jenkins.plugins.branchgate.model;

/** Why a deployment was made. */
public enum DeploymentKind {
    /** A commit was pushed or a build asked for it. */
    DEPLOY,
    /** An earlier release was asked for again, by digest. */
    ROLLBACK,
    /** The release stays; the number of replicas or another setting changes. */
    SCALE
}
