package io.jenkins.plugins.branchgate.platform.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A Docker daemon that a test may kill: its folders, its containerd and its network are apart from those of the
 * machine's own daemon, which notices nothing of it. Its published ports are reached at {@link #host}. Needs root.
 */
public final class OwnDaemon implements AutoCloseable {

    private static final long ANSWERS_SECONDS = 60;
    private static final List<String> TOOLS = List.of("dockerd", "docker", "ip", "nsenter", "umount");

    private final Path folder;
    private final String name =
            String.format("bg%06x", ThreadLocalRandom.current().nextInt(1 << 24));
    /** A network of four addresses that no router knows. */
    private final String network = "169.254." + (1 + ThreadLocalRandom.current().nextInt(254)) + "."
            + 4 * ThreadLocalRandom.current().nextInt(64);

    private Process daemon;

    /** Starts it, with images of the machine's own daemon. */
    public OwnDaemon(String... images) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("daemon");
        try {
            command("ip", "netns", "add", name);
            command("ip", "link", "add", name + "a", "type", "veth", "peer", "name", name + "b", "netns", name);
            command("ip", "addr", "add", address(1) + "/30", "dev", name + "a");
            command("ip", "link", "set", name + "a", "up");
            command("ip", "-n", name, "addr", "add", address(2) + "/30", "dev", name + "b");
            command("ip", "-n", name, "link", "set", name + "b", "up");
            command("ip", "-n", name, "link", "set", "lo", "up");
            start();
            String archive = folder.resolve("images.tar").toString();
            var save = new ArrayList<>(List.of("docker", "save", "-o", archive));
            save.addAll(List.of(images));
            command(save.toArray(String[]::new));
            docker("load", "-q", "-i", archive);
            Files.delete(Path.of(archive));
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Why there can be none on this machine; empty if there can. */
    public static Optional<String> missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("a Docker daemon of its own needs root");
        }
        return TOOLS.stream()
                .filter(tool -> List.of("/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/", "/usr/local/bin/").stream()
                        .noneMatch(place -> Files.isExecutable(Path.of(place + tool))))
                .findFirst()
                .map(tool -> "a Docker daemon of its own needs the command " + tool);
    }

    /** Where it listens. */
    public EngineAddress address() {
        return new EngineAddress("unix://" + socket());
    }

    /** The address at which this machine reaches the ports that it publishes. */
    public String host() {
        return address(2);
    }

    /** Starts it, and returns when it answers. */
    public void start() throws IOException, InterruptedException {
        daemon = new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + name,
                        "dockerd",
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("run"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--host=" + address(),
                        // Apart from the machine's own containers, should it use the machine's containerd.
                        "--containerd-namespace=" + name,
                        "--containerd-plugins-namespace=" + name + "-plugins")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWERS_SECONDS);
        while (run(List.of("docker", "-H", address().value(), "version")) != 0) {
            if (!daemon.isAlive() || System.nanoTime() > end) {
                var said = Files.readAllLines(log());
                throw new IOException("the daemon does not answer: "
                        + String.join("\n", said.subList(Math.max(0, said.size() - 10), said.size())));
            }
            Thread.sleep(50);
        }
    }

    /** SIGKILL, also for its containerd, which ends with it; what it ran goes on by itself. */
    public void kill() throws IOException, InterruptedException {
        daemon.destroyForcibly().waitFor();
        // Where nobody reaps orphans, the dead containerd's number looks alive to the next daemon.
        Files.deleteIfExists(folder.resolve("run/containerd/containerd.pid"));
    }

    /** SIGTERM, as a restart of its service does; what it ran is stopped by it. */
    public void stop() throws InterruptedException {
        daemon.destroy();
        daemon.waitFor();
    }

    /** Runs a docker command on it and returns its output. */
    public String docker(String... arguments) throws IOException, InterruptedException {
        var whole = new ArrayList<>(List.of("docker", "-H", address().value()));
        whole.addAll(List.of(arguments));
        return command(whole.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (daemon != null) {
            daemon.destroy();
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.destroyForcibly().waitFor();
            }
        }
        for (var process : ProcessHandle.allProcesses().toList()) {
            if (process.info().arguments().stream()
                    .flatMap(java.util.Arrays::stream)
                    .anyMatch(a -> a.contains(folder + "/"))) {
                process.destroyForcibly();
            }
        }
        for (var line : Files.readAllLines(Path.of("/proc/mounts"))) {
            String mounted = line.split(" ")[1];
            if (mounted.startsWith(folder + "/")) {
                run(List.of("umount", "-l", mounted));
            }
        }
        run(List.of("ip", "netns", "del", name)); // and all its links with it
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path socket() {
        return folder.resolve("sock");
    }

    private Path log() {
        return folder.resolve("log");
    }

    private String address(int number) {
        int dot = network.lastIndexOf('.') + 1;
        return network.substring(0, dot) + (Integer.parseInt(network.substring(dot)) + number);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static String command(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
