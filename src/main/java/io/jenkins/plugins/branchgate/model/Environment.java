package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A named place that runs a site, with the settings of its latest deployment.
 *
 * @param name its name
 * @param branch the branch it follows
 * @param port the port on which its edge answers
 * @param replicas containers per release, 1 to 32
 * @param dockerfile the Dockerfile's path in the site's folder, or null for {@code Dockerfile} if the site has one and
 *     otherwise plain httpd
 * @param health when a replica is healthy
 * @param drain how long old replicas may finish their requests, 0 s to 1 h
 * @param watch how long a release is watched after the switch, 0 s to 1 h; zero watches not at all
 * @param gate which commits may enter
 * @param rollout how a release takes the place of the one before it; all at once in records of older versions
 * @param batch replicas that a rolling release replaces at a time, 1 to 32
 * @param containerPort the port on which a container of its releases is asked, 1 to 65535, or null for the one that the
 *     image exposes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Environment(
        EnvironmentName name,
        BranchName branch,
        Port port,
        int replicas,
        String dockerfile,
        HealthCheck health,
        Duration drain,
        Duration watch,
        GateRule gate,
        Rollout rollout,
        int batch,
        Integer containerPort)
        implements Serializable {

    /** @throws InvalidValueException if a value is out of the ranges above */
    public Environment {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(branch, "branch");
        Objects.requireNonNull(port, "port");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(gate, "gate");
        Ranges.require("number of replicas", replicas, 1, 32);
        Ranges.require("drain time", drain, Duration.ZERO, Duration.ofHours(1));
        watch = watch == null ? Duration.ZERO : watch;
        Ranges.require("watch time", watch, Duration.ZERO, Duration.ofHours(1));
        rollout = rollout == null ? Rollout.ALL_AT_ONCE : rollout;
        batch = batch == 0 ? 1 : batch;
        Ranges.require("batch of a rolling release", batch, 1, 32);
        if (containerPort != null) {
            Ranges.require("container port", containerPort, 1, 65_535);
        }
        if (dockerfile != null) {
            var parsed = new SiteFolder(dockerfile);
            if (parsed.isRoot()) {
                dockerfile = null;
            } else {
                dockerfile = parsed.value();
            }
        }
    }

    /** Settings whose releases take their places all at once. */
    public Environment(
            EnvironmentName name,
            BranchName branch,
            Port port,
            int replicas,
            String dockerfile,
            HealthCheck health,
            Duration drain,
            Duration watch,
            GateRule gate) {
        this(name, branch, port, replicas, dockerfile, health, drain, watch, gate, Rollout.ALL_AT_ONCE, 1, null);
    }

    /** The same settings with another number of replicas, 1 to 32. */
    public Environment withReplicas(int other) {
        return new Environment(
                name, branch, port, other, dockerfile, health, drain, watch, gate, rollout, batch, containerPort);
    }

    /** The same settings with another Dockerfile; null for the usual one. */
    public Environment withDockerfile(String other) {
        return new Environment(
                name, branch, port, replicas, other, health, drain, watch, gate, rollout, batch, containerPort);
    }

    /** The same settings with containers asked on another port; null for the one that their image exposes. */
    public Environment withContainerPort(Integer other) {
        return new Environment(
                name, branch, port, replicas, dockerfile, health, drain, watch, gate, rollout, batch, other);
    }

    /** How many replicas are brought in at a time, at least 1 and at most all. */
    @JsonIgnore
    public int batchSize() {
        return rollout == Rollout.ROLLING ? Math.min(batch, replicas) : replicas;
    }

    /** The Dockerfile that was asked for, if one was. */
    public Optional<String> namedDockerfile() {
        return Optional.ofNullable(dockerfile);
    }
}
