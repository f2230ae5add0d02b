package org.jenkinsci.plugins.gitclient.verifier;

public class AcceptFirstConnectionStrategy extends SshHostKeyVerificationStrategy<HostKeyVerifierFactory> {}
