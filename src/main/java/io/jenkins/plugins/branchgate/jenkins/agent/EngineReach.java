package io.jenkins.plugins.branchgate.jenkins.agent;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.EnginePlace;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.Place;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Reaches the engine of an environment again, outside the build that deployed it. */
public final class EngineReach {
    private EngineReach() {}

    /**
     * What tells an environment's engine from others: all that is asked of it in the background shares a number of threads.
     * Asks nobody. Of an environment whose engine is not known it is the environment itself.
     */
    public static Object engine(SiteId site, EnvironmentName environment) {
        try {
            var place = BranchGate.get().places(site).of(environment);
            if (place.isPresent()) {
                return Arrays.asList("engine", place.get().node(), place.get().dockerHost());
            }
        } catch (IOException e) {
            // Who connects is told what is wrong.
        }
        return new Place(site, environment);
    }

    /**
     * Connects to the engine where an environment runs, or was last deployed to; logs of containers that are retired
     * through it are kept.
     *
     * @throws AbortException if it never was deployed from this controller, the agent is gone or offline, or the
     *     credentials for the engine are; says which, and what to do
     * @throws IOException if what is known of the environment cannot be read
     */
    public static EngineConnection connect(SiteId site, EnvironmentName environment) throws IOException {
        var gate = BranchGate.get();
        var place = gate.places(site)
                .of(environment)
                .orElseThrow(() -> new AbortException("It is not known how the engine of " + environment
                        + " is reached. Nothing was changed. Deploy to it once more."));
        return connect(place, place.dockerCredentialsId() == null ? null : deployer(site, environment, place))
                .keepingLogsOf(site);
    }

    /** A build of the job that deployed, which may see the engine's keys. */
    private static Run<?, ?> deployer(SiteId site, EnvironmentName environment, EnginePlace place) throws IOException {
        Optional<Run<?, ?>> build = BranchGate.get()
                .ledger(site)
                .view()
                .current(environment)
                .flatMap(deployment -> Builds.latestAsSystem(deployment.buildUrl(), deployment.startedAt()));
        return build.or(() -> Builds.latestOfJobAsSystem(place.job()))
                .orElseThrow(() -> new AbortException(
                        "The job " + place.job() + ", whose credentials reach the engine of " + environment
                                + ", is gone or was renamed. Nothing was changed. Deploy to it once more."));
    }

    /**
     * Connects to the engine where an environment runs.
     *
     * @param place as it was noted at the latest deployment
     * @param run a build of the job that deployed, whose view of credentials counts; may be null if the place names none
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
