package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A service of two replicas that Swarm updates start-first, as an administrator who knows Swarm would set it up: a health
 * check each second, so that a new task counts only once it answers and no old one goes before; a graceful stop; the
 * service's network in endpoint mode dnsrr, because the routing mesh and virtual addresses need IPVS, which not every
 * kernel has. Its images were built before, which no figure includes.
 */
final class SwarmService implements AutoCloseable {
    static final int REPLICAS = 2;
    private static final long LONGEST_NANOS = 120_000_000_000L;

    /** HTTP by bash, for the image has no curl. */
    private static final String HEALTH =
            "bash -c 'exec 3<>/dev/tcp/127.0.0.1/80; printf \"GET / HTTP/1.0\\r\\n\\r\\n\" >&3; read -r _ s _ <&3; [ \"$s\" = 200 ]'";

    private final String name;
    private final Releases releases;

    SwarmService(String name, Releases releases, Sweep sweep) throws IOException, InterruptedException {
        this.name = name;
        this.releases = releases;
        Swarm.ensure(sweep);
        Shell.run("docker", "network", "create", "-d", "overlay", "--attachable", name);
        var command = new ArrayList<>(List.of("docker", "service", "create", "-q", "--detach", "--name", name));
        command.addAll(List.of("--endpoint-mode", "dnsrr", "--network", name, "--no-resolve-image"));
        command.addAll(List.of("--replicas", Integer.toString(REPLICAS), "--update-order", "start-first"));
        command.addAll(List.of("--stop-grace-period", "10s", "--health-cmd", HEALTH));
        command.addAll(List.of("--health-interval", "1s", "--health-timeout", "2s", "--health-retries", "3"));
        command.add(releases.next());
        Shell.run(command.toArray(String[]::new));
        awaitReplicas(REPLICAS);
    }

    String name() {
        return name;
    }

    /** Two replicas again; waits until they run. */
    void start() throws IOException, InterruptedException {
        Shell.run("docker", "service", "scale", "--detach", name + "=" + REPLICAS);
        awaitReplicas(REPLICAS);
    }

    /** No replica; waits until the last container has stopped, and a second more for what the engine does afterwards. */
    void stop() throws IOException, InterruptedException {
        Shell.run("docker", "service", "scale", "--detach", name + "=0");
        awaitReplicas(0);
        String ours = "label=com.docker.swarm.service.name=" + name;
        while (!Shell.run("docker", "ps", "-q", "--filter", ours).isEmpty()) {
            Thread.sleep(100);
        }
        Thread.sleep(1000);
    }

    /**
     * Updates it to the other release.
     *
     * @param parallelism how many tasks at a time; 0 is all
     * @param monitor how long Swarm watches each new task before it calls it good; Docker's default is 5s
     * @return seconds from the command to the moment that Swarm calls the update completed
     */
    double update(int parallelism, String monitor) throws IOException, InterruptedException {
        Instant called = Instant.now();
        var command = new ArrayList<>(List.of("docker", "service", "update", "-q", "--detach", "--no-resolve-image"));
        command.addAll(List.of("--update-parallelism", Integer.toString(parallelism), "--update-monitor", monitor));
        command.addAll(List.of("--image", releases.next(), name));
        Shell.run(command.toArray(String[]::new));
        long end = System.nanoTime() + LONGEST_NANOS;
        while (System.nanoTime() < end) {
            String state = Shell.run(
                    "docker",
                    "service",
                    "inspect",
                    "--format",
                    "{{with .UpdateStatus}}{{.State}} {{json .CompletedAt}}{{end}}",
                    name);
            if (state.startsWith("completed ")) {
                var completed =
                        Instant.parse(state.substring(state.indexOf(' ') + 1).replace("\"", ""));
                if (completed.isAfter(called)) { // otherwise it is the last update's
                    return (completed.toEpochMilli() - called.toEpochMilli()) / 1e3;
                }
            } else if (state.toLowerCase(Locale.ROOT).matches("(paused|rollback).*")) {
                throw new IOException("Swarm gave the update of " + name + " up: " + state);
            }
            Thread.sleep(100);
        }
        throw new IOException("Swarm did not complete the update of " + name + " in two minutes");
    }

    private void awaitReplicas(int replicas) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_NANOS;
        String wanted = replicas + "/" + replicas;
        while (!Shell.run("docker", "service", "ls", "--filter", "name=" + name, "--format", "{{.Replicas}}")
                .equals(wanted)) {
            if (System.nanoTime() > end) {
                throw new IOException("the service " + name + " does not run " + wanted + " in two minutes: "
                        + Shell.attempt("docker", "service", "ps", "--no-trunc", name));
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() throws InterruptedException {
        Shell.attempt("docker", "service", "rm", name);
        Shell.attempt("docker", "network", "rm", name); // while tasks still end it cannot go, and the sweep takes it
    }
}
