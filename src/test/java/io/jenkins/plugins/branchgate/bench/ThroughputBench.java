package io.jenkins.plugins.branchgate.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests a second through each contestant, on kept connections. All proxies run in a container of their own, with as
 * many workers as there are cores, publish a port, and lead to one httpd of the same image on a network of its own.
 * Taken in turns, and the turns run forwards and backwards, so that a machine that gets slower or faster does it to all.
 */
final class ThroughputBench {
    private static final int CLIENTS = 16;
    private static final long MILLIS = 1000;
    private static final int SWEEPS = 3;

    private final int rounds;

    ThroughputBench(int rounds) {
        this.rounds = rounds;
    }

    /** In the order of the contestants; a round is three times forwards and backwards, a second each. */
    List<Figures> measure(List<Contestant> contestants) throws InterruptedException {
        var measured = new ArrayList<List<Double>>();
        for (Contestant contestant : contestants) {
            requestsPerSecond(contestant); // warm
            measured.add(new ArrayList<>());
        }
        for (int round = 1; round <= rounds; round++) {
            double[] sums = new double[contestants.size()];
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                for (int i = 0; i < 2 * sums.length; i++) {
                    int turn = i < sums.length ? i : 2 * sums.length - 1 - i;
                    sums[turn] += requestsPerSecond(contestants.get(turn));
                }
            }
            for (int i = 0; i < sums.length; i++) {
                measured.get(i).add(sums[i] / (2 * SWEEPS));
            }
            Stderr.say("throughput: round %d of %d", round, rounds);
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
            long before = good(load);
            long begun = System.nanoTime();
            Thread.sleep(MILLIS);
            return (good(load) - before) / ((System.nanoTime() - begun) / 1e9);
        }
    }

    private static long good(Load load) {
        var counted = load.counted();
        return counted.all() - counted.lost();
    }
}
