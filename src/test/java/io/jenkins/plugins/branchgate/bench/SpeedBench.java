package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A deployment from the call to the end of SWITCH, beside the same work by the docker command line: build, run, first
 * 200. Every round deploys new content. Warm: each has deployed before the first round, as on any day but the first.
 */
final class SpeedBench {
    private final Path folder;
    private final String run;
    private final int rounds;

    SpeedBench(Path folder, String run, int rounds) {
        this.folder = folder;
        this.run = run;
        this.rounds = rounds;
    }

    /** First Branch Gate's, then the command line's, taken in turns. */
    List<Figures> measure() throws Exception {
        var ours = new ArrayList<Double>();
        var floor = new ArrayList<Double>();
        int port = Ports.free();
        try (var site = new BranchGateSite(folder.resolve("speed"), run + "-speed", Ports.free())) {
            site.deploy(new Content("warm"));
            commandLine("warm", port);
            for (int round = 1; round <= rounds; round++) {
                ours.add(site.deploy(new Content(run + " ours " + round)));
                floor.add(commandLine(run + " floor " + round, port));
            }
        } finally {
            Shell.attempt("docker", "rm", "-f", container());
            Shell.attempt("docker", "rmi", tag());
        }
        return List.of(
                new Figures("Branch Gate, call to SWITCH done", "ms", ours),
                new Figures("docker build, run, first 200", "ms", floor));
    }

    private String container() {
        return "bench-" + run + "-floor";
    }

    private String tag() {
        return "bench-" + run + ":floor";
    }

    private double commandLine(String text, int port) throws IOException, InterruptedException {
        Path context = folder.resolve("context");
        new Content(text).writeTo(context);
        Shell.attempt("docker", "rm", "-f", container());
        long called = System.nanoTime();
        Shell.run("docker", "build", "-q", "-t", tag(), context.toString());
        Shell.run("docker", "run", "-d", "--name", container(), "-p", "127.0.0.1:" + port + ":80", tag());
        Http.awaitAnswer(port);
        return (System.nanoTime() - called) / 1e6;
    }
}
