package org.jenkinsci.plugins.gitclient.verifier;

public class NoHostKeyVerificationStrategy extends SshHostKeyVerificationStrategy<HostKeyVerifierFactory> {}
