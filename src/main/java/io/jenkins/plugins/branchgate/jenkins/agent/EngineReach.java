package io.jenkins.plugins.branchgate.jenkins.agent;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.EnginePlace;
import jenkins.model.Jenkins;

/** Reaches the engine of an environment again, outside the build that deployed it. */
public final class EngineReach {
    private EngineReach() {}

    /**
     * Connects to the engine where an environment runs.
     *
     * @param place as it was noted at the latest deployment
     * @param run a build of the job that deployed; its view of credentials counts
     * @throws AbortException if the agent is gone or offline, or the credentials are; says which, and what to do
     */
    public static EngineConnection connect(EnginePlace place, Run<?, ?> run) throws AbortException {
        var engine = EngineAccess.ref(run, place.dockerHost(), place.dockerCredentialsId());
        if (place.node().isEmpty()) {
            return EngineConnection.of(null, "", engine);
        }
        var computer = Jenkins.get().getComputer(place.node());
        var channel = computer == null ? null : computer.getChannel();
        if (channel == null) {
            throw new AbortException("The engine is reached through the agent '" + place.node() + "', which is "
                    + (computer == null ? "gone" : "offline")
                    + ". Nothing was changed. Bring the agent back, or deploy again through another one.");
        }
        return EngineConnection.of(channel, place.node(), engine);
    }
}
