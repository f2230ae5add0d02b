package org.jenkinsci.plugins.gitclient.verifier;

public class KnownHostsFileVerificationStrategy extends SshHostKeyVerificationStrategy<HostKeyVerifierFactory> {}
