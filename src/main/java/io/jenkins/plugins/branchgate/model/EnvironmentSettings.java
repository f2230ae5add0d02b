package io.jenkins.plugins.branchgate.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param containerPort the port on which a release's containers are asked; by default the one that their image exposes,
 *     or 80
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
        Integer batch,
        Integer containerPort) {
    private static final EnvironmentSettings NOTHING = named(null, null, null, "approved");
    private static final Map<String, EnvironmentSettings> KNOWN = Map.of(
            "qa", named("qa", "developer", 8081, "open"),
            "production", named("production", "master", 8080, "approved"));

    private static EnvironmentSettings named(String name, String branch, Integer port, String gate) {
        return new EnvironmentSettings(name, branch, port, 1, null, "/", 30, 10, 30, gate, "allAtOnce", 1, null);
    }

    /** An environment's settings, all of them said. */
    public static EnvironmentSettings of(Environment environment) {
        return new EnvironmentSettings(
                environment.name().value(),
                environment.branch().value(),
                environment.port().value(),
                environment.replicas(),
                environment.dockerfile(),
                environment.health().path().value(),
                (int) environment.health().timeout().toSeconds(),
                (int) environment.drain().toSeconds(),
                (int) environment.watch().toSeconds(),
                environment.gate().word(),
                environment.rollout().word(),
                environment.batch(),
                environment.containerPort());
    }

    /** Only the settings that say which commits enter an environment, and where it answers. */
    public EnvironmentSettings identityOnly() {
        return new EnvironmentSettings(name, branch, port, null, null, null, null, null, null, gate, null, null, null);
    }

    /** The same settings without a number of replicas. */
    public EnvironmentSettings withoutReplicas() {
        return new EnvironmentSettings(
                name,
                branch,
                port,
                null,
                dockerfile,
                health,
                healthTimeout,
                drain,
                watch,
                gate,
                rollout,
                batch,
                containerPort);
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
                or(batch, other.batch),
                or(containerPort, other.containerPort));
    }

    /** These settings, and for what they leave out the defaults of an environment of that name. */
    public EnvironmentSettings withDefaults() {
        return orElse(name == null ? NOTHING : KNOWN.getOrDefault(name, NOTHING));
    }

    /**
     * What a step says of a configured environment that is not what holds for it. What the step leaves out, or leaves
     * blank, is no difference; nor is a value that it repeats.
     *
     * @param asked what the step says
     * @param effective what is configured; defaults hold for what it leaves out
     * @return in the order of the settings above; empty if nothing differs
     */
    public static List<Difference> differences(EnvironmentSettings asked, EnvironmentSettings effective) {
        var holds = effective.withDefaults();
        return Stream.of(
                        Difference.between("branch", asked.branch, holds.branch),
                        Difference.between("port", asked.port, holds.port),
                        Difference.between("replicas", asked.replicas, holds.replicas),
                        Difference.between("dockerfile", path(asked.dockerfile), path(holds.dockerfile)),
                        Difference.between("health", asked.health, holds.health),
                        Difference.between("healthTimeout", asked.healthTimeout, holds.healthTimeout),
                        Difference.between("drain", asked.drain, holds.drain),
                        Difference.between("watch", asked.watch, holds.watch),
                        Difference.between("gate", asked.gate, holds.gate),
                        Difference.between("rollout", asked.rollout, holds.rollout),
                        Difference.between("batch", asked.batch, holds.batch),
                        Difference.between("containerPort", asked.containerPort, holds.containerPort))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A Dockerfile's path may begin with {@code ./}. */
    private static String path(String dockerfile) {
        return dockerfile == null ? null : dockerfile.strip().replaceFirst("^(?:\\./+)+", "");
    }

    /**
     * A setting of which a step says something else than holds.
     *
     * @param setting its name, as in steps
     * @param asked what the step says, made printable: a Jenkinsfile may say anything
     * @param effective what holds, likewise, or null if it is not set
     */
    public record Difference(String setting, String asked, String effective) {
        public Difference {
            asked = shown(asked);
            effective = shown(effective);
        }

        /** The difference, if the step says anything and it is something else; numbers are compared as they are written. */
        public static Optional<Difference> between(String setting, Object asked, Object effective) {
            String mine = text(asked);
            String holds = text(effective);
            return mine == null || mine.equals(holds)
                    ? Optional.empty()
                    : Optional.of(new Difference(setting, mine, holds));
        }

        /** Text that is short and printable as it is; any other quoted, escaped and cut. */
        private static String shown(String text) {
            String printable = InvalidValueException.printable(text);
            return text == null || printable.equals("\"" + text + "\"") ? text : printable;
        }

        private static String text(Object value) {
            String text = value == null ? "" : value.toString().strip();
            return text.isEmpty() ? null : text;
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
                whole.batch,
                whole.containerPort);
    }

    private static <T> T or(T mine, T other) {
        return mine == null || mine instanceof String text && text.isBlank() ? other : mine;
    }
}
