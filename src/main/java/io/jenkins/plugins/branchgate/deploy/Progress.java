package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Phase;

/**
 * Hears how a deployment goes. Called by the thread that deploys and, for the build's output, by the thread that reads
 * it, never by two at once. It must not throw.
 */
public interface Progress {

    /** For callers who do not listen. */
    Progress NONE = new Progress() {
        @Override
        public void phase(Deployment deployment, Phase phase) {}

        @Override
        public void log(String line) {}
    };

    /** A phase begins; it is in the ledger already. */
    void phase(Deployment deployment, Phase phase);

    /** One line for people, without control characters. */
    void log(String line);
}
