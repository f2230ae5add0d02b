package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.util.Objects;

/**
 * How a target is reached: not what it is, which {@link TargetId} says. A connection may change while the target stays,
 * for example when another agent sees the same engine.
 *
 * @param configured the name of the target that an administrator configured, or null if a step reached it by itself
 * @param agent the name of the agent that sees the engine; empty for the controller
 * @param dockerHost the engine's address as that machine sees it, or null for that machine's default
 * @param dockerCredentialsId the id of the engine's keys, or null
 * @param job the full name of the job whose view of credentials finds those keys; null for a configured target
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetConnection(
        String configured, String agent, String dockerHost, String dockerCredentialsId, String job)
        implements Serializable {

    /** Stands for the target that the next deployment reaches by itself, whichever that is. */
    public static final TargetConnection AS_REACHED = new TargetConnection("", "", null, null, null);

    public TargetConnection {
        agent = agent == null ? "" : agent;
    }

    /** The connection to a target that an administrator configured; its details are looked up when it is used. */
    public static TargetConnection configured(String name) {
        return new TargetConnection(name, "", null, null, null);
    }

    /** True if the other goes the same way: through the same agent, to the same address. */
    public boolean leadsWhere(TargetConnection other) {
        return Objects.equals(configured, other.configured)
                && agent.equals(other.agent)
                && Objects.equals(dockerHost, other.dockerHost);
    }

    /** The same, with another job whose credentials are used. */
    public TargetConnection withJob(String other) {
        return new TargetConnection(configured, agent, dockerHost, dockerCredentialsId, other);
    }

    /** In words for people: the target's name, or the address and the agent. */
    public String describe() {
        if (equals(AS_REACHED)) {
            return "the target that its owner's next deployment reaches";
        }
        if (configured != null) {
            return "target " + configured;
        }
        String engine = dockerHost == null ? "the Docker engine" : "the Docker engine " + dockerHost;
        return engine + (agent.isEmpty() ? " of the controller" : " seen by agent " + agent);
    }
}
