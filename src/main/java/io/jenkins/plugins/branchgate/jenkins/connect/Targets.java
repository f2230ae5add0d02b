package io.jenkins.plugins.branchgate.jenkins.connect;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Computer;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredTarget;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.model.Jenkins;

/** The targets that an administrator configured, and the way to their engines. */
public final class Targets {
    private Targets() {}

    /** All of them, as they are configured now. */
    public static List<ConfiguredTarget> all() {
        return BranchGateConfiguration.get().getTargets();
    }

    /** The target of that name, if there is one. */
    public static Optional<ConfiguredTarget> named(String name) {
        return all().stream().filter(each -> name.equals(each.getName())).findFirst();
    }

    /**
     * Connects to a target's engine. Its keys are looked up among the controller's own credentials, of whatever scope; no
     * job needs to see them.
     *
     * @throws AbortException if no such agent is online, or there are no such keys; says which, and what to do
     * @throws InvalidValueException if the address is malformed
     */
    public static EngineConnection engine(ConfiguredTarget target) throws AbortException {
        var engine = EngineAccess.ref(target);
        if (target.getAgent() == null) {
            return EngineConnection.of(null, "", engine);
        }
        var agent = agent(target);
        return EngineConnection.of(agent.getChannel(), agent.getName(), engine);
    }

    /**
     * The host name that the agent that reaches a target has for itself, empty if it knows none; null if the controller
     * reaches it.
     *
     * @throws AbortException if no such agent is online
     */
    public static String hostName(ConfiguredTarget target) throws IOException, InterruptedException {
        return target.getAgent() == null
                ? null
                : Objects.requireNonNullElse(agent(target).getHostName(), "");
    }

    /** The agent of that name, or else the first by name of those that are online and carry the label. */
    private static Computer agent(ConfiguredTarget target) throws AbortException {
        String wanted = target.getAgent();
        return Arrays.stream(Jenkins.get().getComputers())
                .filter(each -> each.getName().equals(wanted) || hasLabel(each, wanted))
                .filter(each -> each.getChannel() != null)
                .min(Comparator.comparing((Computer each) -> !each.getName().equals(wanted))
                        .thenComparing(Computer::getName))
                .orElseThrow(() -> new AbortException("No agent with the name or label "
                        + InvalidValueException.printable(wanted) + " is online, through which target "
                        + target.getName() + " is reached. Nothing was changed. Bring one online, or name another in"
                        + " Manage Jenkins, System, Branch Gate."));
    }

    private static boolean hasLabel(Computer computer, String wanted) {
        var node = computer.getNode();
        return node != null
                && node.getAssignedLabels().stream()
                        .anyMatch(label -> label.getName().equals(wanted));
    }

    /** Tries the settings of a target. */
    @Extension
    public static class Connector implements ConfiguredTarget.Connector {
        private static final int SECONDS = 30;

        @Override
        public String describe(ConfiguredTarget target) throws IOException, InterruptedException {
            var platform = engine(target).platform();
            var answer = Computer.threadPoolForRemoting.submit(platform::describe);
            try {
                return answer.get(SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof PlatformException refused) {
                    throw new IOException(refused.getMessage(), refused);
                }
                throw new IOException("The engine could not be asked: " + e.getCause(), e);
            } catch (TimeoutException e) {
                throw new IOException("Nothing answered within " + SECONDS + " s.", e);
            } finally {
                answer.cancel(true);
            }
        }
    }
}
