package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A deployment from the call to the end of SWITCH, beside the same work by the docker command line (build, run, first
 * 200) and beside Swarm's update of as many replicas, all in turns. Every round of ours and of the command line's deploys
 * new content and builds it; Swarm's images are built before, which favours Swarm. Warm: each has deployed before the
 * first round, as on any day but the first.
 */
final class SpeedBench {
    private final Path folder;
    private final String run;
    private final int rounds;
    private final Releases releases;
    private final Sweep sweep;
    private final int port;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> commandLine = new ArrayList<>();
    private final List<Double> ourTwo = new ArrayList<>();
    private final List<Double> swarmDefault = new ArrayList<>();
    private final List<Double> swarmOneByOne = new ArrayList<>();
    private final List<Double> swarmAtOnce = new ArrayList<>();
    private int built;

    SpeedBench(Path folder, String run, int rounds, Releases releases, Sweep sweep) throws IOException {
        this.folder = folder;
        this.run = run;
        this.rounds = rounds;
        this.releases = releases;
        this.sweep = sweep;
        port = Ports.free();
    }

    void measure(Report.Part part) throws Exception {
        try (var one = new BranchGateSite(folder.resolve("speed-1"), run + "-speed1", Ports.free(), 1);
                var two = new BranchGateSite(folder.resolve("speed-2"), run + "-speed2", Ports.free(), 2)) {
            one.deploy(new Content("warm"));
            two.deploy(new Content("warm"));
            commandLine("warm");
            try (var swarm = new SwarmService("bench-" + run + "-speed", releases, sweep)) {
                swarm.update(0, "1ms");
                rounds(one, two, swarm);
            } catch (IOException noSwarm) {
                part.failed("Swarm", noSwarm);
                swarmDefault.clear();
                rounds(one, two, null);
            }
        } finally {
            Shell.attempt("docker", "rm", "-f", container());
        }
        show(part);
    }

    private void rounds(BranchGateSite one, BranchGateSite two, SwarmService swarm) throws Exception {
        for (int round = ourTwo.size() + 1; round <= rounds; round++) {
            if (swarm != null) {
                swarm.stop(); // its health checks cost the others nothing
            }
            boolean weFirst = round % 2 == 1;
            if (weFirst) {
                ours.add(one.deploy(new Content(run + " ours " + round)));
            }
            commandLine.add(commandLine(run + " floor " + round));
            Shell.attempt("docker", "rm", "-f", container());
            if (!weFirst) {
                ours.add(one.deploy(new Content(run + " ours " + round)));
            }
            ourTwo.add(two.deploy(new Content(run + " two " + round)));
            if (swarm != null) {
                swarm.start();
                swarmDefault.add(1e3 * swarm.update(1, "5s"));
                swarmOneByOne.add(1e3 * swarm.update(1, "1ms"));
                swarmAtOnce.add(1e3 * swarm.update(0, "1ms"));
            }
            Stderr.say("speed: round %d of %d", round, rounds);
        }
    }

    private void show(Report.Part part) {
        var mine = new Figures("Branch Gate, 1 replica, call to SWITCH done", "ms", ours);
        var floor = new Figures("docker build, run, first 200", "ms", commandLine);
        part.figures(List.of(mine, floor));
        part.goal(Goal.atMost("ratio to the docker command line", mine.median() / floor.median(), 1.2));
        var mineTwo = new Figures("Branch Gate, 2 replicas, call to SWITCH done", "ms", ourTwo);
        part.figures(List.of(mineTwo));
        if (swarmDefault.isEmpty()) {
            return;
        }
        var byDefault = new Figures("Swarm, 2 replicas, Docker's default pace", "ms", swarmDefault);
        var oneByOne = new Figures("Swarm, 2 replicas, one by one, not watched", "ms", swarmOneByOne);
        var atOnce = new Figures("Swarm, 2 replicas, both at once, not watched", "ms", swarmAtOnce);
        part.figures(List.of(byDefault, oneByOne, atOnce));
        part.goal(Goal.atLeast("times faster than Swarm by default", byDefault.median() / mineTwo.median(), 10));
        part.note("times faster than Swarm one by one, not watched: %.2f; both at once, not watched: %.2f"
                .formatted(oneByOne.median() / mineTwo.median(), atOnce.median() / mineTwo.median()));
        part.note(
                "Swarm: start-first, from docker service update to completed, images built before; its default pace is"
                        + " one task at a time, watched for 5 s. Branch Gate: build included; it watches after the switch.");
    }

    private String container() {
        return "bench-" + run + "-floor";
    }

    private double commandLine(String text) throws IOException, InterruptedException {
        Path context = folder.resolve("context");
        new Content(text).writeTo(context);
        String tag = "bench-" + run + ":floor-" + ++built;
        Shell.attempt("docker", "rm", "-f", container());
        long called = System.nanoTime();
        Shell.run("docker", "build", "-q", "-t", tag, context.toString());
        Shell.run("docker", "run", "-d", "--name", container(), "-p", "127.0.0.1:" + port + ":80", tag);
        Http.awaitAnswer(port);
        return (System.nanoTime() - called) / 1e6;
    }
}
