package io.jenkins.plugins.branchgate.deploy;

import java.util.stream.Collectors;

/** Text from containers and engines, made fit for a log, a page and the ledger. */
final class LogLines {

    private static final int LONGEST = 300;
    private static final int MOST_IN_MESSAGE = 40;

    private LogLines() {}

    /** One line without control, format and separator characters, cut to 300 characters. */
    static String clean(String line) {
        String printable = line.replaceAll("\\u001b\\[[0-9;?]*[A-Za-z]", "")
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ")
                .strip();
        return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
    }

    /** A failure's message, made fit likewise; its kind if it has none. */
    static String message(Throwable failure) {
        return text(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    /** Text of several lines, each cleaned, cut to 40 lines. */
    static String text(String lines) {
        return lines.lines().limit(MOST_IN_MESSAGE).map(LogLines::cleanIndented).collect(Collectors.joining("\n"));
    }

    private static String cleanIndented(String line) {
        return line.startsWith("  ") ? "  " + clean(line) : clean(line);
    }
}
