package io.jenkins.plugins.branchgate.model;

import java.time.Duration;
import java.util.Map;

/**
 * An environment as people write it down: every value but the name may be left out (null) and then has a default.
 * {@code qa} follows {@code developer} on port 8081 with an open gate; {@code production} follows {@code master} on port
 * 8080 and takes approved merges only. Any other environment must say its branch and port, and its gate is closed to
 * what was not approved unless it says otherwise.
 *
 * @param name the environment's name
 * @param branch the branch it follows
 * @param port the port it answers on
 * @param replicas containers per release, default 1
 * @param dockerfile the Dockerfile's path in the site's folder
 * @param health the path asked for to find out whether a replica is healthy, default {@code /}
 * @param healthTimeout seconds until a replica must be healthy, default 30
 * @param drain seconds that old replicas may finish their requests, default 10
 * @param watch seconds a release is watched after the switch, default 30
 * @param gate {@code open} or {@code approved}
 * @param rollout {@code allAtOnce}, the default, or {@code rolling}
 * @param batch replicas that a rolling release replaces at a time, default 1
 */
public record EnvironmentSettings(
        String name,
        String branch,
        Integer port,
        Integer replicas,
        String dockerfile,
        String health,
        Integer healthTimeout,
        Integer drain,
        Integer watch,
        String gate,
        String rollout,
        Integer batch) {
    private static final EnvironmentSettings NOTHING = named(null, null, null, "approved");
    private static final Map<String, EnvironmentSettings> KNOWN = Map.of(
            "qa", named("qa", "developer", 8081, "open"),
            "production", named("production", "master", 8080, "approved"));

    private static EnvironmentSettings named(String name, String branch, Integer port, String gate) {
        return new EnvironmentSettings(name, branch, port, 1, null, "/", 30, 10, 30, gate, "allAtOnce", 1);
    }

    /** These settings, and for what they leave out, others: those configured for the environment of that name. */
    public EnvironmentSettings orElse(EnvironmentSettings other) {
        return new EnvironmentSettings(
                or(name, other.name),
                or(branch, other.branch),
                or(port, other.port),
                or(replicas, other.replicas),
                or(dockerfile, other.dockerfile),
                or(health, other.health),
                or(healthTimeout, other.healthTimeout),
                or(drain, other.drain),
                or(watch, other.watch),
                or(gate, other.gate),
                or(rollout, other.rollout),
                or(batch, other.batch));
    }

    /**
     * These settings, of a step that anyone may write who can push, for an environment that an administrator configured:
     * where the configured gate takes approved merges only, a step can neither open it nor lead it to another branch.
     *
     * @throws InvalidValueException if they would
     */
    public EnvironmentSettings under(EnvironmentSettings configured) {
        var whole = orElse(configured);
        var gated = configured.orElse(KNOWN.getOrDefault(configured.name, NOTHING));
        if (gated.gate.equals(GateRule.APPROVED.word())) {
            refuseOther("gate", whole.gate, gated.gate);
            refuseOther("branch", whole.branch, gated.branch);
        }
        return whole;
    }

    private void refuseOther(String what, String given, String configured) {
        if (configured != null && given != null && !given.isBlank() && !given.equals(configured)) {
            throw new InvalidValueException(
                    what + " of environment " + name,
                    given,
                    configured + ", as the environment is configured for all jobs; leave it out of the step");
        }
    }

    /**
     * The environment they describe.
     *
     * @throws InvalidValueException if a value is refused, or one without a default is missing
     */
    public Environment environment() {
        var parsed = new EnvironmentName(name);
        var whole = orElse(KNOWN.getOrDefault(parsed.value(), NOTHING));
        if (whole.port == null) {
            throw new InvalidValueException(
                    "port of environment " + parsed,
                    null,
                    "a whole number from 1 to 65535; only qa and production have one by default");
        }
        if (whole.branch == null) {
            throw new InvalidValueException(
                    "branch of environment " + parsed,
                    null,
                    "the branch it follows; only qa and production have one by default");
        }
        Ranges.require("batch of a rolling release", whole.batch, 1, 32);
        return new Environment(
                parsed,
                new BranchName(whole.branch),
                new Port(whole.port),
                whole.replicas,
                whole.dockerfile,
                new HealthCheck(
                        new HttpPath(whole.health),
                        HealthCheck.DEFAULT.minStatus(),
                        HealthCheck.DEFAULT.maxStatus(),
                        HealthCheck.DEFAULT.interval(),
                        Duration.ofSeconds(whole.healthTimeout)),
                Duration.ofSeconds(whole.drain),
                Duration.ofSeconds(whole.watch),
                GateRule.parse(whole.gate),
                Rollout.parse(whole.rollout),
                whole.batch);
    }

    private static <T> T or(T mine, T other) {
        return mine == null || mine instanceof String text && text.isBlank() ? other : mine;
    }
}
