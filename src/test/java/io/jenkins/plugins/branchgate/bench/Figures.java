package io.jenkins.plugins.branchgate.bench;

import java.util.List;

/** Rounds of one contestant, in one unit. */
record Figures(String name, String unit, List<Double> rounds) {
    Figures {
        rounds = List.copyOf(rounds);
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    double median() {
        List<Double> sorted = rounds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** One row of the table. */
    String row() {
        return "%-42s %10.1f %-8s %s"
                .formatted(
                        name,
                        median(),
                        unit,
                        rounds.stream().map("%.1f"::formatted).toList());
    }
}
