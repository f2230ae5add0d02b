package io.jenkins.plugins.branchgate.bench;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Opens a ledger of ten thousand deployments, reads it for the board, appends to it, and weighs it. */
final class LedgerBench {
    private static final int DEPLOYMENTS = 10_000;

    private final Path file;
    private final int rounds;

    LedgerBench(Path folder, int rounds) {
        this.file = folder.resolve("ledger-" + DEPLOYMENTS + ".jsonl");
        this.rounds = rounds;
    }

    void measure(Report.Part part) throws IOException, InterruptedException {
        try (var ledger = WrittenLedger.open(file, Clock.systemUTC())) {
            WrittenLedger.write(ledger, DEPLOYMENTS);
        }
        double size = Files.size(file) / 1e6;
        var site = SiteId.of("https://git.example.com/shop.git", SiteFolder.ROOT);
        var opened = new ArrayList<Double>();
        var board = new ArrayList<Double>();
        var read = new ArrayList<Double>();
        var appended = new ArrayList<Double>();
        var heap = new ArrayList<Double>();
        int length = 0;
        for (int round = -2; round < rounds; round++) {
            double before = usedHeap();
            long begun = System.nanoTime();
            try (var ledger = WrittenLedger.open(file, Clock.systemUTC())) {
                long open = System.nanoTime();
                double after = usedHeap();
                long asked = System.nanoTime();
                length = BoardText.of(site, ledger.view()).length();
                long shown = System.nanoTime();
                ledger.view().history(new EnvironmentName("qa"), 100);
                long history = System.nanoTime();
                int number = DEPLOYMENTS + 2 + round;
                ledger.transact((view, append) -> {
                    WrittenLedger.deployment(number, append);
                    return null;
                });
                long append = System.nanoTime();
                if (round >= 0) { // the first two warm the virtual machine
                    opened.add((open - begun) / 1e6);
                    board.add((shown - asked) / 1e6);
                    read.add((history - shown) / 1e6);
                    appended.add((append - history) / 1e6);
                    heap.add((after - before) / 1e6);
                }
            }
        }
        var openFigures = new Figures("open", "ms", opened);
        var boardFigures = new Figures("the board's JSON, first time after opening", "ms", board);
        part.figures(List.of(openFigures));
        part.goal(Goal.atMost("milliseconds to open", openFigures.median(), 1000));
        part.figures(List.of(boardFigures));
        part.goal(Goal.atMost("milliseconds for the board's JSON", boardFigures.median(), 100));
        part.figures(List.of(
                new Figures("newest 100 deployments of an environment", "ms", read),
                new Figures("append a deployment's nine lines, on disk", "ms", appended),
                new Figures("heap held by the open ledger", "MB", heap),
                new Figures("file", "MB", List.of(size))));
        part.note(("The board's JSON: %d characters, from the ledger to the text; without looking up the jobs behind it"
                        + " and the viewer's permissions, which only a Jenkins can.")
                .formatted(length));
    }

    /** After collecting garbage until that frees no more. */
    private static double usedHeap() throws InterruptedException {
        var runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(20);
            long now = runtime.totalMemory() - runtime.freeMemory();
            if (now >= used - 100_000) {
                return Math.min(now, used);
            }
            used = now;
        }
        return used;
    }
}
