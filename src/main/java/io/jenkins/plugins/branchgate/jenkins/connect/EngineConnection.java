package io.jenkins.plugins.branchgate.jenkins.connect;

import hudson.remoting.LocalChannel;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.logs.KeepingPlatform;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.Platform;

/**
 * An engine ready to be asked, from the controller or through an agent.
 *
 * @param platform where its containers run
 * @param images what builds and keeps its images
 */
public record EngineConnection(Platform platform, ImageBuilder images) {
    /**
     * @param channel to the machine that reaches the engine; null for the controller
     * @param agent that machine's name, for messages
     * @param engine as that machine sees it
     * @throws io.jenkins.plugins.branchgate.model.InvalidValueException if the address is malformed
     */
    public static EngineConnection of(VirtualChannel channel, String agent, EngineRef engine) {
        if (channel == null || channel instanceof LocalChannel) {
            var local = Engines.of(engine);
            return new EngineConnection(local.platform(), local.images());
        }
        return new EngineConnection(
                EngineProxy.of(new AgentChannel(channel, engine, Platform.class), agent, Platform.class),
                EngineProxy.of(new AgentChannel(channel, engine, ImageBuilder.class), agent, ImageBuilder.class));
    }

    /** The same, keeping on the controller what the site's containers wrote last when they are retired. */
    public EngineConnection keepingLogsOf(SiteId site) {
        var keeping = new KeepingPlatform(
                platform,
                BranchGate.get().logs(site),
                () -> BranchGateConfiguration.get().getKeptLogKiB() * 1024);
        return new EngineConnection(keeping, images);
    }
}
