package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Removes whatever a run left: all of it carries the run's random id in its name. Called at the end, also when it came
 * by Ctrl-C; what contestants removed themselves is no error.
 */
final class Sweep {
    private static final int AT_ONCE = 40;

    private final String run;
    private final Path folder;
    private boolean leaveSwarm;
    private boolean removeGateway;

    Sweep(String run, Path folder) {
        this.run = run;
        this.folder = folder;
    }

    /**
     * From now on the engine is to leave its swarm at the end.
     *
     * @param removeGateway true if the bridge that joining a swarm makes was not there before
     */
    synchronized void leaveSwarm(boolean removeGateway) {
        leaveSwarm = true;
        this.removeGateway |= removeGateway;
    }

    /** May be called again, by any thread. */
    synchronized void clear() throws IOException, InterruptedException {
        remove(List.of("service", "rm"), "docker", "service", "ls", "--format", "{{.Name}}");
        remove(List.of("rm", "-f", "-v"), "docker", "ps", "-a", "--format", "{{.Names}}");
        remove(List.of("network", "rm"), "docker", "network", "ls", "--format", "{{.Name}}");
        remove(List.of("rmi", "-f"), "docker", "images", "--format", "{{.Repository}}:{{.Tag}}");
        if (leaveSwarm) {
            Shell.attempt("docker", "swarm", "leave", "--force");
            leaveSwarm = false;
            if (removeGateway) {
                Shell.attempt("docker", "network", "rm", "docker_gwbridge");
            }
        }
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void remove(List<String> remover, String... lister) throws InterruptedException {
        var names =
                Shell.attempt(lister).lines().filter(line -> line.contains(run)).toList();
        for (int i = 0; i < names.size(); i += AT_ONCE) { // a command over hundreds would take too long for one
            var command = new ArrayList<>(List.of("docker"));
            command.addAll(remover);
            command.addAll(names.subList(i, Math.min(names.size(), i + AT_ONCE)));
            Shell.attempt(command.toArray(String[]::new));
        }
    }
}
