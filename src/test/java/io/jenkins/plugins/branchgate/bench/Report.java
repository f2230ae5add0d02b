package io.jenkins.plugins.branchgate.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured: a table for people as it comes, and JSON for programs. */
final class Report {
    private final PrintStream out;
    private final Map<String, Object> json;
    private boolean failures;

    /**
     * @param out where the table goes
     * @param head what the JSON begins with
     */
    Report(PrintStream out, Map<String, Object> head) {
        this.out = out;
        json = new LinkedHashMap<>(head);
    }

    /** Begins a part. */
    Part part(String name, String title) {
        out.printf("%n%s%n", title);
        var part = new Part();
        json.put(name, part.json);
        return part;
    }

    /** True if something could not be measured. */
    boolean hasFailures() {
        return failures;
    }

    /** All that was measured so far. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
    }

    /** One part of the measurements. */
    final class Part {
        private final Map<String, Object> json = new LinkedHashMap<>();

        void figures(List<Figures> figures) {
            for (var each : figures) {
                out.println(each.row());
                var map = new LinkedHashMap<String, Object>();
                map.put("name", each.name());
                map.put("unit", each.unit());
                map.put("median", each.median());
                map.put("rounds", each.rounds());
                list("figures").add(map);
            }
        }

        void loss(Loss loss) {
            out.println(loss.row());
            list("contestants").add(loss.json());
        }

        void goal(Goal goal) {
            out.println(goal.row());
            var map = new LinkedHashMap<String, Object>();
            map.put("name", goal.name());
            map.put("value", goal.value());
            map.put("goal", goal.words());
            map.put("met", goal.met());
            list("goals").add(map);
        }

        /** Something a reader of the figures has to know. */
        void note(String text) {
            out.println("  " + text);
            list("notes").add(text);
        }

        /** Something could not be measured; the rest goes on. */
        void failed(String what, Throwable why) {
            failures = true;
            out.println("  " + what + " could not be measured: " + why.getMessage());
            list("failures").add(what + ": " + why);
        }

        @SuppressWarnings("unchecked")
        private List<Object> list(String name) {
            return (List<Object>) json.computeIfAbsent(name, n -> new ArrayList<>());
        }
    }
}
