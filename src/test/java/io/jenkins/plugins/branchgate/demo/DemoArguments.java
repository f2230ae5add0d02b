package io.jenkins.plugins.branchgate.demo;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Port;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What the demo was asked for.
 *
 * @param down remove all that the demo made, and nothing else
 * @param yes decide yes without asking
 * @param repository the address of the repository, or null for the demo's own
 * @param qaPort where QA answers
 * @param productionPort where production answers
 * @param json where the summary goes, or null
 */
record DemoArguments(boolean down, boolean yes, String repository, Port qaPort, Port productionPort, Path json) {

    private static final String USAGE =
            "[--yes] [--repo URL] [--qa-port N] [--production-port N] [--json FILE], or --down";

    /** @throws InvalidValueException if they make no sense */
    static DemoArguments parse(String... arguments) {
        boolean down = false;
        boolean yes = false;
        String repository = null;
        var qaPort = new Port(8081);
        var productionPort = new Port(8080);
        Path json = null;
        var left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String argument = left.pop();
            switch (argument) {
                case "--down" -> down = true;
                case "--yes" -> yes = true;
                case "--repo" -> repository = address(value(argument, left));
                case "--qa-port" -> qaPort = port(argument, value(argument, left));
                case "--production-port" -> productionPort = port(argument, value(argument, left));
                case "--json" -> json = file(value(argument, left));
                default -> throw new InvalidValueException("argument", argument, USAGE);
            }
        }
        if (qaPort.equals(productionPort)) {
            throw new InvalidValueException(
                    "--production-port", productionPort.toString(), "another port than that of QA, " + qaPort);
        }
        return new DemoArguments(down, yes, repository, qaPort, productionPort, json);
    }

    private static String value(String argument, ArrayDeque<String> left) {
        if (left.isEmpty()) {
            throw new InvalidValueException(argument, null, "a value after it: " + USAGE);
        }
        return left.pop();
    }

    private static Port port(String argument, String value) {
        if (!value.matches("[0-9]{1,5}")) {
            throw new InvalidValueException(argument, value, "a whole number from 1 to 65535");
        }
        return new Port(Integer.parseInt(value));
    }

    /** A folder may be named as seen from here; everything else is an address as it stands. */
    private static String address(String value) {
        try {
            return !value.contains("://") && Files.isDirectory(Path.of(value))
                    ? Path.of(value).toAbsolutePath().normalize().toString()
                    : value;
        } catch (InvalidPathException e) {
            return value;
        }
    }

    private static Path file(String value) {
        Path file;
        try {
            file = Path.of(value).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new InvalidValueException("--json", value, "the path of a file");
        }
        if (Files.isDirectory(file) || !Files.isWritable(file.getParent())) {
            throw new InvalidValueException("--json", value, "the path of a file in a folder that can be written");
        }
        return file;
    }
}
