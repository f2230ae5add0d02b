package io.jenkins.plugins.branchgate.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The program behind {@code dev/bench}: runs the parts asked for, prints a table, writes JSON after each part. What it
 * made is removed when it ends, also by Ctrl-C. Exit status 1 if something could not be measured, whatever the figures.
 */
public final class Bench {
    private static final int UNWIND_SECONDS = 20;

    private final Options options;
    private final String run;
    private final Path folder;
    private final Sweep sweep;
    private final Report report;

    private Bench(Options options, String run, Path folder, Sweep sweep, Report report) {
        this.options = options;
        this.run = run;
        this.folder = folder;
        this.sweep = sweep;
        this.report = report;
    }

    /** See {@code dev/bench --help}. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
            return;
        }
        String run = UUID.randomUUID().toString().substring(0, 8);
        Path folder = Files.createTempDirectory("branch-gate-bench");
        var sweep = new Sweep(run, folder);
        var unwound = new CountDownLatch(1);
        sweepAtExit(sweep, unwound);
        boolean failed = true;
        try {
            var machine = Machine.describe();
            System.out.println(Machine.row(machine));
            var head = new LinkedHashMap<String, Object>();
            head.put("at", Instant.now().toString());
            head.put("arguments", List.of(arguments));
            head.put("machine", machine);
            var bench = new Bench(options, run, folder, sweep, new Report(System.out, head));
            bench.measure();
            failed = bench.report.hasFailures();
            Stderr.say("figures are in %s; removing what was made", options.json());
        } catch (InterruptedException e) {
            Stderr.say("ended early");
        } finally {
            unwound.countDown();
        }
        System.exit(failed ? 1 : 0); // client libraries may keep threads
    }

    /** When told to end early, first lets the measurement unwind, so that it makes nothing new behind the sweep's back. */
    private static void sweepAtExit(Sweep sweep, CountDownLatch unwound) {
        var measuring = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                if (unwound.getCount() > 0) {
                                    Stderr.say("ending; removing what was made");
                                    measuring.interrupt();
                                    unwound.await(UNWIND_SECONDS, TimeUnit.SECONDS);
                                }
                                sweep.clear();
                            } catch (Exception e) {
                                System.err.println("bench: not all could be removed: " + e);
                            }
                        },
                        "sweep"));
    }

    private void measure() throws Exception {
        if (options.has("speed") || options.has("loss") || options.has("throughput")) {
            try (var releases = new Releases(folder, run)) {
                part(
                        "speed",
                        "A deployment of new content, warm engine, %d rounds in turns".formatted(options.rounds()),
                        p -> new SpeedBench(folder, run, options.rounds(), releases, sweep).measure(p));
                part(
                        "loss",
                        "Requests lost over %d swaps under 16 clients, at least %d requests"
                                .formatted(options.swaps(), options.requests()),
                        p -> loss(p, releases));
                part(
                        "throughput",
                        "Requests a second on 16 kept connections, %d rounds in turns".formatted(options.rounds()),
                        p -> throughput(p, releases));
            }
        }
        part("ledger", "A ledger of 10,000 deployments, %d rounds".formatted(options.rounds()), p -> new LedgerBench(
                        folder, options.rounds())
                .measure(p));
        part(
                "reconcile",
                "%d environments reconciled in one pass, %d rounds".formatted(options.environments(), options.rounds()),
                p -> new ReconcileBench(folder, run, options.environments(), options.rounds()).measure(p));
    }

    /** One part that cannot be measured does not take the others with it. */
    private void part(String name, String title, Measurement measurement) throws Exception {
        if (!options.has(name)) {
            return;
        }
        Stderr.say("%s", name);
        var part = report.part(name, title);
        try {
            measurement.into(part);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failed(part, name, e);
        }
        report.write(options.json());
    }

    private static void failed(Report.Part part, String what, Exception why) {
        part.failed(what, why);
        why.printStackTrace();
    }

    private void loss(Report.Part part, Releases releases) throws Exception {
        var bench = new LossBench(options.swaps(), options.requests());
        contestant(bench, part, "Branch Gate", () -> new BranchGateContestant(folder.resolve("loss"), run + "-loss"));
        contestant(bench, part, "httpd", () -> new ReloadedProxy(ProxyKind.HTTPD_GRACEFUL, releases, folder, run));
        contestant(bench, part, "nginx", () -> new ReloadedProxy(ProxyKind.NGINX_RELOAD, releases, folder, run));
        contestant(bench, part, "stop, rm, run", () -> new StopRemoveRun(releases, run));
        contestant(bench, part, "Swarm", () -> new SwarmContestant(releases, folder, run, sweep));
    }

    private void contestant(LossBench bench, Report.Part part, String name, Opener opener) throws Exception {
        try (var contestant = opener.open()) {
            var loss = bench.measure(contestant);
            part.loss(loss);
            if (contestant instanceof BranchGateContestant) {
                part.goal(Goal.atMost(
                        "requests lost by Branch Gate", loss.counted().lost(), 0));
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failed(part, name, e);
        }
        report.write(options.json());
    }

    private void throughput(Report.Part part, Releases releases) throws Exception {
        try (var ours = new BranchGateContestant(folder.resolve("throughput"), run + "-through");
                var nginx = new ReloadedProxy(ProxyKind.NGINX_RELOAD, releases, folder, run + "-t");
                var haproxy = new ReloadedProxy(ProxyKind.HAPROXY, releases, folder, run + "-t")) {
            var figures = new ThroughputBench(options.rounds()).measure(List.of(ours, nginx, haproxy));
            part.figures(figures);
            double best = Math.max(figures.get(1).median(), figures.get(2).median());
            part.goal(Goal.atLeast(
                    "ratio to the better of nginx and HAProxy", figures.get(0).median() / best, 0.95));
        }
    }

    /** Brings a contestant into being; only one is there at a time. */
    private interface Opener {
        Contestant open() throws Exception;
    }

    /** One part's work. */
    private interface Measurement {
        void into(Report.Part part) throws Exception;
    }
}
