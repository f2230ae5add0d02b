package io.jenkins.plugins.branchgate.bench;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code dev/bench} was asked to do.
 *
 * @param parts which of {@link #PARTS}
 * @param rounds of each measurement, 1 to 100
 * @param swaps of each contestant under load, 1 to 10,000
 * @param requests the least number over those swaps
 * @param environments how many are reconciled in one pass, 4 to 500
 * @param json where to write the figures
 */
record Options(Set<String> parts, int rounds, int swaps, long requests, int environments, Path json) {
    static final List<String> PARTS = List.of("speed", "loss", "throughput", "ledger", "reconcile");

    /** @throws IllegalArgumentException naming the argument that is wrong */
    static Options parse(List<String> arguments) {
        var parts = new LinkedHashSet<String>();
        int rounds = 5;
        int swaps = 100;
        long requests = 200_000;
        int environments = 100;
        Path json = Path.of("target", "bench.json");
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--rounds" -> rounds = (int) number(arguments, ++i, 1, 100);
                case "--swaps" -> swaps = (int) number(arguments, ++i, 1, 10_000);
                case "--requests" -> requests = number(arguments, ++i, 1, 100_000_000);
                case "--environments" -> environments = (int) number(arguments, ++i, 4, 500);
                case "--json" -> json = Path.of(value(arguments, ++i));
                default -> {
                    if (!PARTS.contains(argument)) {
                        throw new IllegalArgumentException(
                                "unknown argument '" + argument + "'; the parts are " + String.join(", ", PARTS));
                    }
                    parts.add(argument);
                }
            }
        }
        return new Options(parts.isEmpty() ? Set.copyOf(PARTS) : parts, rounds, swaps, requests, environments, json);
    }

    boolean has(String part) {
        return parts.contains(part);
    }

    private static String value(List<String> arguments, int index) {
        if (index >= arguments.size()) {
            throw new IllegalArgumentException(arguments.get(index - 1) + " needs a value");
        }
        return arguments.get(index);
    }

    private static long number(List<String> arguments, int index, long least, long most) {
        String value = value(arguments, index);
        if (!value.matches("[1-9][0-9]{0,9}") || Long.parseLong(value) < least || Long.parseLong(value) > most) {
            throw new IllegalArgumentException(arguments.get(index - 1) + " is '" + value
                    + "'; allowed is a number from " + least + " to " + most);
        }
        return Long.parseLong(value);
    }
}
