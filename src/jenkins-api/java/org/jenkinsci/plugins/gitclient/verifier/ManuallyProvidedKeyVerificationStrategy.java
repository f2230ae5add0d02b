package org.jenkinsci.plugins.gitclient.verifier;

public class ManuallyProvidedKeyVerificationStrategy extends SshHostKeyVerificationStrategy<HostKeyVerifierFactory> {
    public ManuallyProvidedKeyVerificationStrategy(String approvedHostKeys) {}

    public native String getApprovedHostKeys();
}
