package org.jenkinsci.plugins.gitclient.verifier;

public abstract class HostKeyVerifierFactory {}
