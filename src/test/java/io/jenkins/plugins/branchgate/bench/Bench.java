package io.jenkins.plugins.branchgate.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The program behind {@code dev/bench}: runs the parts asked for, prints a table, writes JSON. */
public final class Bench {
    private final Options options;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Path folder;
    private final Map<String, Object> json = new LinkedHashMap<>();

    private Bench(Options options) throws Exception {
        this.options = options;
        folder = Files.createTempDirectory("branch-gate-bench");
    }

    /** See {@code dev/bench --help}. */
    public static void main(String[] arguments) throws Exception {
        var options = Options.parse(List.of(arguments));
        new Bench(options).measure();
        System.exit(0); // client libraries may keep threads
    }

    private void measure() throws Exception {
        json.put("at", Instant.now().toString());
        json.put("machine", machine());
        System.out.println(machine());
        if (options.has("speed")) {
            speed();
        }
        if (options.has("loss") || options.has("throughput")) {
            try (var releases = new Releases(folder, run)) {
                if (options.has("loss")) {
                    loss(releases);
                }
                if (options.has("throughput")) {
                    throughput(releases);
                }
            }
        }
        if (options.has("ledger")) {
            heading("Ledger");
            json.put("ledger", show(new LedgerBench(folder, options.rounds()).measure()));
        }
        if (options.json() != null) {
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(options.json().toFile(), json);
        }
    }

    private void speed() throws Exception {
        heading("A deployment of new content, warm engine, %d rounds in turns".formatted(options.rounds()));
        var figures = new SpeedBench(folder, run, options.rounds()).measure();
        show(figures);
        double ratio = figures.get(0).median() / figures.get(1).median();
        System.out.printf("ratio of the medians %.2f (goal: at most 1.3)%n", ratio);
        json.put("speed", Map.of("figures", maps(figures), "ratio", ratio));
    }

    private void loss(Releases releases) throws Exception {
        heading("Requests lost over %d swaps under 16 clients, at least %d requests"
                .formatted(options.swaps(), options.requests()));
        var bench = new LossBench(options.swaps(), options.requests());
        var results = new ArrayList<LossBench.Result>();
        for (Opener opener : contestants(releases)) {
            try (var contestant = opener.open()) {
                var result = bench.measure(contestant);
                System.out.println(result.row());
                results.add(result);
            }
        }
        json.put("loss", results);
    }

    private List<Opener> contestants(Releases releases) {
        return List.of(
                () -> new BranchGateContestant(folder.resolve("loss"), run + "-loss"),
                () -> new ReloadedProxy(ProxyKind.HTTPD_GRACEFUL, releases, folder, run),
                () -> new ReloadedProxy(ProxyKind.NGINX_RELOAD, releases, folder, run),
                () -> new StopRemoveRun(releases, run));
    }

    private void throughput(Releases releases) throws Exception {
        heading("Requests a second on 16 kept connections, %d rounds of 3 s in turns".formatted(options.rounds()));
        try (var ours = new BranchGateContestant(folder.resolve("throughput"), run + "-through");
                var nginx = new ReloadedProxy(ProxyKind.NGINX_RELOAD, releases, folder, run + "-t");
                var haproxy = new ReloadedProxy(ProxyKind.HAPROXY, releases, folder, run + "-t")) {
            var figures = new ThroughputBench(options.rounds()).measure(List.of(ours, nginx, haproxy));
            show(figures);
            double best = Math.max(figures.get(1).median(), figures.get(2).median());
            double ratio = figures.get(0).median() / best;
            System.out.printf("ratio to the better one %.2f (goal: at least 0.95)%n", ratio);
            json.put("throughput", Map.of("figures", maps(figures), "ratio", ratio));
        }
    }

    private static void heading(String text) {
        System.out.printf("%n%s%n", text);
    }

    private static List<Map<String, Object>> show(List<Figures> figures) {
        figures.forEach(figure -> System.out.println(figure.row()));
        return maps(figures);
    }

    private static List<Map<String, Object>> maps(List<Figures> figures) {
        return figures.stream().map(Bench::map).toList();
    }

    private static Map<String, Object> map(Figures figures) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", figures.name().strip());
        map.put("unit", figures.unit());
        map.put("median", figures.median());
        map.put("rounds", figures.rounds());
        return map;
    }

    private static String machine() throws Exception {
        return "%d cores, %s %s, Java %s, Docker %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"),
                        Shell.run("docker", "version", "--format", "{{.Server.Version}}"));
    }

    /** Brings a contestant into being; only one is there at a time. */
    private interface Opener {
        Contestant open() throws Exception;
    }
}
