package io.jenkins.plugins.branchgate.jenkins.connect;

import hudson.AbortException;
import hudson.model.Run;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import java.io.IOException;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Reaches the engine of an environment: in a build, and again later. */
public final class EngineConnector {
    private EngineConnector() {}

    /**
     * What tells an environment's engine from others: all that is asked of it in the background shares a number of threads.
     * Asks nobody. Of an environment whose engine is not known it is the environment itself.
     */
    public static Object engine(SiteId site, EnvironmentName environment) {
        try {
            var ownership = BranchGate.get().view(site).flatMap(view -> view.ownership(environment));
            if (ownership.isPresent()) {
                return ownership.get().target();
            }
        } catch (IOException e) {
            // Who connects is told what is wrong.
        }
        return new EnvironmentKey(site, environment);
    }

    /**
     * Connects to the engine where an environment runs; logs of containers that are retired through it are kept.
     *
     * @throws AbortException if it never was deployed from this controller, the agent is gone or offline, or the
     *     credentials for the engine are; says which, and what to do
     * @throws IOException if what is known of the environment cannot be read
     */
    public static EngineConnection connect(SiteId site, EnvironmentName environment) throws IOException {
        var view = BranchGate.get().ledger(site).view();
        var ownership = view.ownership(environment)
                .orElseThrow(() -> new AbortException("It is not known how the engine of " + environment
                        + " is reached. Nothing was changed. Deploy to it once more."));
        // Until the deployment that moves an environment has switched, it runs where it ran before.
        var connection = view.current(environment)
                .map(Deployment::target)
                .flatMap(ownership::connectionTo)
                .orElse(ownership.connection());
        return connect(connection, site, environment);
    }

    /**
     * Connects to a target that an environment runs on, or ran on.
     *
     * @throws AbortException if the agent is gone or offline, or the credentials are; says which, and what to do
     */
    public static EngineConnection connect(TargetConnection connection, SiteId site, EnvironmentName environment)
            throws IOException {
        if (connection.configured() != null) {
            return configured(connection).keepingLogsOf(site);
        }
        var run = connection.dockerCredentialsId() == null ? null : deployer(connection, site, environment);
        var engine = EngineAccess.ref(run, connection.dockerHost(), connection.dockerCredentialsId());
        if (connection.agent().isEmpty()) {
            return EngineConnection.of(null, "", engine).keepingLogsOf(site);
        }
        var computer = Jenkins.get().getComputer(connection.agent());
        var channel = computer == null ? null : computer.getChannel();
        if (channel == null) {
            throw new AbortException("The engine is reached through the agent '" + connection.agent() + "', which is "
                    + (computer == null ? "gone" : "offline")
                    + ". Nothing was changed. Bring the agent back, or deploy again through another one.");
        }
        return EngineConnection.of(channel, connection.agent(), engine).keepingLogsOf(site);
    }

    /**
     * The images of the engine where an environment runs, to copy one from there to another engine. Only a target that an
     * administrator configured is believed: another engine or agent, which whoever writes a Jenkinsfile may have brought,
     * could give any image and say that QA tested it.
     *
     * @throws AbortException if the target is not configured, or cannot be reached now
     */
    public static ImageBuilder imagesToCopy(SiteId site, EnvironmentName environment) throws IOException {
        boolean believed = BranchGate.get()
                .view(site)
                .flatMap(view -> view.ownership(environment))
                .filter(ownership -> ownership.connection().configured() != null)
                .isPresent();
        if (!believed) {
            throw new AbortException(
                    "the engine of " + environment + " is not a target that an administrator configured, so"
                            + " no image is taken from there; configure it under Manage Jenkins → System → Branch Gate → Targets, and"
                            + " deploy " + environment + " there");
        }
        return connect(site, environment).images();
    }

    /**
     * Connects to a target in a build.
     *
     * @param run the build, whose view of credentials counts
     * @param channel to the machine that the step runs on; null for the controller
     * @throws AbortException if there is no such target, or it cannot be reached now
     */
    public static EngineConnection connect(TargetConnection connection, Run<?, ?> run, VirtualChannel channel)
            throws IOException {
        return connection.configured() != null
                ? configured(connection)
                : EngineConnection.of(
                        channel,
                        connection.agent(),
                        EngineAccess.ref(run, connection.dockerHost(), connection.dockerCredentialsId()));
    }

    private static EngineConnection configured(TargetConnection connection) throws IOException {
        var target = Targets.named(connection.configured())
                .orElseThrow(() -> new AbortException("No target of the name "
                        + InvalidValueException.printable(connection.configured())
                        + " is configured. Nothing was changed. Allowed are those under Manage Jenkins → System → Branch"
                        + " Gate → Targets."));
        return Targets.engine(target);
    }

    /** A build of the job that deployed, which may see the engine's keys. */
    private static Run<?, ?> deployer(TargetConnection connection, SiteId site, EnvironmentName environment)
            throws IOException {
        Optional<Run<?, ?>> build = BranchGate.get()
                .ledger(site)
                .view()
                .current(environment)
                .flatMap(deployment -> Builds.latestAsSystem(deployment.buildUrl(), deployment.startedAt()));
        return build.or(() -> Builds.latestOfJobAsSystem(connection.job()))
                .orElseThrow(() -> new AbortException(
                        "The job " + connection.job() + ", whose credentials reach the engine of " + environment
                                + ", is gone or was renamed. Nothing was changed. Deploy to it once more."));
    }
}
