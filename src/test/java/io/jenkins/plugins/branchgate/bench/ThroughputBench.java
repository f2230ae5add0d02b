package io.jenkins.plugins.branchgate.bench;

import java.util.ArrayList;
import java.util.List;

/** Requests a second through each contestant, on kept connections, taken in turns. */
final class ThroughputBench {
    private static final int CLIENTS = 16;
    private static final long MILLIS = 3000;

    private final int rounds;

    ThroughputBench(int rounds) {
        this.rounds = rounds;
    }

    /** In the order of the contestants. */
    List<Figures> measure(List<Contestant> contestants) throws InterruptedException {
        var measured = new ArrayList<List<Double>>();
        for (Contestant contestant : contestants) {
            requestsPerSecond(contestant); // warm
            measured.add(new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < contestants.size(); i++) {
                measured.get(i).add(requestsPerSecond(contestants.get(i)));
            }
        }
        var figures = new ArrayList<Figures>();
        for (int i = 0; i < contestants.size(); i++) {
            figures.add(new Figures(contestants.get(i).name(), "req/s", measured.get(i)));
        }
        return figures;
    }

    private static double requestsPerSecond(Contestant contestant) throws InterruptedException {
        try (var load = Load.on(contestant.port(), CLIENTS, 0)) {
            Thread.sleep(300);
            long before = load.counted().all() - load.counted().lost();
            long begun = System.nanoTime();
            Thread.sleep(MILLIS);
            long after = load.counted().all() - load.counted().lost();
            return (after - before) / ((System.nanoTime() - begun) / 1e9);
        }
    }
}
