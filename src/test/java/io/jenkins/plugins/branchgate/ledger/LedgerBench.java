package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Traffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Measures a ledger of 10,000 deployments: opening, memory, a view after a write, a synced append. Prints one line
 * each.
 */
public final class LedgerBench {

    private static final int DEPLOYMENTS = 10_000;
    private static final int ROUNDS = 7;

    private LedgerBench() {}

    /** @param arguments the folder to work in, which is made and left */
    public static void main(String[] arguments) throws Exception {
        var file = Files.createDirectories(Path.of(arguments[0])).resolve("ledger.jsonl");
        Files.deleteIfExists(file);
        try (var ledger = Samples.open(file)) {
            for (int n = 0; n < DEPLOYMENTS; n += 100) {
                write(ledger, n, 100);
            }
        }
        var opened = new double[ROUNDS];
        long lines = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            try (var ledger = Samples.open(file)) {
                opened[round] = millisSince(begin);
                lines = ledger.view().sequence();
            }
        }
        System.out.printf("lines %d, bytes %d%n", lines, Files.size(file));
        System.out.printf("first open %.0f ms, median of the following %.0f ms%n", opened[0], median(opened));
        try (var ledger = Samples.open(file)) {
            System.gc();
            var runtime = Runtime.getRuntime();
            System.out.printf("heap in use %d MiB%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
            var appends = new double[101];
            var views = new double[101];
            for (int n = 0; n < appends.length; n++) {
                long begin = System.nanoTime();
                Samples.append(ledger, new TrafficCounted(Samples.deployment(n), new Traffic(n, 0)));
                appends[n] = millisSince(begin);
                begin = System.nanoTime();
                ledger.view();
                views[n] = millisSince(begin);
            }
            System.out.printf("append %.2f ms, first view after it %.2f ms%n", median(appends), median(views));
        }
    }

    private static void write(Ledger ledger, int first, int count) throws Exception {
        var events = new ArrayList<LedgerEvent>();
        for (int n = first; n < first + count; n++) {
            events.add(Samples.opened(n, n % 2 == 0 ? Samples.QA : Samples.PRODUCTION));
            for (var phase : Phase.values()) {
                if (phase != Phase.FAILED && phase != Phase.BUILD) {
                    events.add(new PhaseEntered(Samples.deployment(n), phase, Samples.release(n)));
                }
            }
            events.add(new TrafficCounted(Samples.deployment(n), new Traffic(1000 + n, 0)));
        }
        Samples.append(ledger, events.toArray(LedgerEvent[]::new));
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.copyOfRange(values, 1, values.length);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
