package io.jenkins.plugins.branchgate.jenkins.connect;

import hudson.Extension;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.queue.CauseOfBlockage;
import hudson.slaves.NodeProperty;
import hudson.slaves.NodePropertyDescriptor;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Keeps all builds off an agent. Whoever runs {@code sh} beside an engine can do with it what they like, and any Jenkinsfile
 * can name any agent; a target is reached through its agent without an executor, so such an agent needs no builds.
 */
public class NoBuilds extends NodeProperty<Node> {

    @DataBoundConstructor
    public NoBuilds() {}

    @Override
    public CauseOfBlockage canTake(Queue.BuildableItem item) {
        return new Kept();
    }

    private static final class Kept extends CauseOfBlockage {
        @Override
        public String getShortDescription() {
            return Messages.NoBuilds_Kept();
        }
    }

    /** The checkbox in an agent's configuration. */
    @Extension
    @Symbol("noBuilds")
    public static class DescriptorImpl extends NodePropertyDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.NoBuilds_DisplayName();
        }
    }
}
