package io.jenkins.plugins.branchgate.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The time of one pass of the reconciler over a quarter, half and all of a number of environments, on the real engine:
 * each has its network, its edge and a replica, all asked in every pass.
 */
final class ReconcileBench {
    private final Path folder;
    private final String run;
    private final int environments;
    private final int rounds;

    ReconcileBench(Path folder, String run, int environments, int rounds) {
        this.folder = folder;
        this.run = run;
        this.environments = environments;
        this.rounds = rounds;
    }

    void measure(Report.Part part) throws Exception {
        var medians = new ArrayList<Double>();
        var sizes = List.of(environments / 4, environments / 2, environments);
        try (var many = new ManyEnvironments(folder, run)) {
            for (int size : sizes) {
                Stderr.say("reconcile: deploying until there are %d environments", size);
                many.growTo(size);
                many.pass(); // warm
                var passes = new ArrayList<Double>();
                for (int round = 0; round < rounds; round++) {
                    passes.add(many.pass());
                }
                var figures = new Figures("a pass over %d environments".formatted(size), "ms", passes);
                part.figures(List.of(figures));
                medians.add(figures.median() / size);
            }
        }
        part.note(
                "each environment is an edge and a replica on the real engine, %d containers in the end; milliseconds an environment: %.1f, %.1f, %.1f"
                        .formatted(2 * environments, medians.get(0), medians.get(1), medians.get(2)));
        part.goal(Goal.atMost(
                "cost of one among %d against one among %d (linear is 1)".formatted(sizes.get(2), sizes.get(0)),
                medians.get(2) / medians.get(0),
                1.5));
    }
}
