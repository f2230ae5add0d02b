package io.jenkins.plugins.branchgate.bench;

import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.ledger.TrafficCounted;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Opens a ledger of ten thousand deployments, with all their phases, over two environments. */
final class LedgerBench {
    static final int DEPLOYMENTS = 10_000;

    private final Path file;
    private final int rounds;

    LedgerBench(Path folder, int rounds) {
        this.file = folder.resolve("ledger-" + DEPLOYMENTS + ".jsonl");
        this.rounds = rounds;
    }

    /** Opening it, reading its newest 100 deployments, appending to it, and the heap it holds. */
    List<Figures> measure() throws IOException {
        write();
        var opened = new ArrayList<Double>();
        var read = new ArrayList<Double>();
        var appended = new ArrayList<Double>();
        var heap = new ArrayList<Double>();
        for (int round = -1; round < rounds; round++) {
            double before = usedHeap();
            long begun = System.nanoTime();
            try (var ledger = Ledger.open(file, Clock.systemUTC())) {
                long open = System.nanoTime();
                ledger.view().history(new EnvironmentName("qa"), 100);
                long history = System.nanoTime();
                int extra = round;
                ledger.transact((view, append) -> {
                    deployment(DEPLOYMENTS + extra + 1, append);
                    return null;
                });
                long append = System.nanoTime();
                double after = usedHeap();
                ledger.view();
                if (round >= 0) { // the first warms the virtual machine
                    opened.add((open - begun) / 1e6);
                    read.add((history - open) / 1e6);
                    appended.add((append - history) / 1e6);
                    heap.add((after - before) / 1e6);
                }
            }
        }
        return List.of(
                new Figures("ledger of 10,000 deployments: open", "ms", opened),
                new Figures("  newest 100 of an environment", "ms", read),
                new Figures("  append a deployment's nine lines", "ms", appended),
                new Figures("  heap held", "MB", heap),
                new Figures("  file", "MB", List.of(Files.size(file) / 1e6)));
    }

    private static double usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void write() throws IOException {
        try (var ledger = Ledger.open(file, Clock.systemUTC())) {
            ledger.transact((view, append) -> {
                for (int i = 0; i < DEPLOYMENTS; i++) {
                    deployment(i, append);
                }
                return null;
            });
        }
    }

    private static void deployment(int number, Consumer<LedgerEvent> append) {
        var content = new Content("ledger " + number);
        var id = new DeploymentId("bench-%08d".formatted(number));
        String environment = number % 2 == 0 ? "qa" : "production";
        append.accept(new DeploymentOpened(
                id,
                new Environment(
                        new EnvironmentName(environment),
                        new BranchName("master"),
                        new Port(8080),
                        1,
                        null,
                        HealthCheck.DEFAULT,
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        GateRule.OPEN),
                DeploymentKind.DEPLOY,
                content.commit(),
                Admission.OPEN,
                null,
                "bench",
                "https://ci.example.com/job/site/" + number + "/"));
        var release = new Release(
                ReleaseId.of(content.commit(), null),
                content.commit(),
                content.tree(),
                new ImageRef("branch-gate/site:" + content.commit().abbreviated()),
                new ImageDigest("sha256:" + "%064x".formatted(number)),
                Instant.EPOCH);
        for (Phase phase : Phase.values()) {
            if (phase != Phase.FAILED && phase != Phase.BUILD) {
                append.accept(new PhaseEntered(id, phase, release));
            }
        }
        append.accept(new TrafficCounted(id, new Traffic(number, 0)));
    }
}
