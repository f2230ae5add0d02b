package io.jenkins.plugins.branchgate.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code .dockerignore}: which files of a build context the engine does not get to see. The rules are Docker's: a line
 * is a pattern, {@code #} at its beginning makes it a comment, {@code !} an exception; {@code *} and {@code ?} stay
 * within a name, {@code **} spans any number of folders; the last matching line decides, and a folder's verdict holds
 * for all in it unless a later line says otherwise. What all matching together may cost is bounded. For one thread.
 */
final class DockerIgnore {

    /** The largest file that is read, in bytes. */
    static final int LARGEST = 64 * 1024;

    /** The most patterns a file may have. */
    static final int MOST_PATTERNS = 1000;

    /** The longest line, in characters. */
    static final int LONGEST_LINE = 1000;

    private static final String NOTHING_BUILT = ". Nothing was built, nothing running was touched.";
    private static final long CHECKED_EVERY = 1 << 20;

    private record Rule(String text, IgnorePattern pattern, boolean exception) {}

    private final List<Rule> rules;
    private final List<String> exceptions;
    private final long mostSteps;
    private long steps;
    private long checkedAt;

    private DockerIgnore(List<Rule> rules, long mostSteps) {
        this.rules = rules;
        this.exceptions =
                rules.stream().filter(Rule::exception).map(r -> r.text + "/").toList();
        this.mostSteps = mostSteps;
    }

    /**
     * @param mostSteps how much all later calls of {@link #excludes} may cost together, in characters compared
     * @throws ImageException if a pattern is malformed or there are too many; the message names the line or the bound
     */
    static DockerIgnore parse(String text, long mostSteps) throws ImageException {
        var rules = new ArrayList<Rule>();
        var lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            line = line.strip();
            if (line.length() > LONGEST_LINE || rules.size() == MOST_PATTERNS) {
                throw new ImageException(".dockerignore, line " + (i + 1) + ": allowed are " + MOST_PATTERNS
                        + " patterns of at most " + LONGEST_LINE
                        + " characters each. Name folders instead of the files in them" + NOTHING_BUILT);
            }
            boolean exception = line.startsWith("!");
            String pattern = clean(exception ? line.substring(1).strip() : line);
            try {
                if (line.equals("!")) {
                    throw new IllegalArgumentException("an exception of nothing");
                }
                rules.add(new Rule(pattern, IgnorePattern.parse(pattern), exception));
            } catch (IllegalArgumentException e) {
                throw new ImageException(
                        ".dockerignore, line " + (i + 1) + ": not a pattern Docker understands" + NOTHING_BUILT, e);
            }
        }
        return new DockerIgnore(rules, mostSteps);
    }

    /**
     * True if the file is left out. Docker does not look into a folder that is left out unless an exception names
     * something below it literally: {@code !docs/**}{@code /x.md} does not bring back {@code docs/deep/x.md}.
     *
     * @throws BuildContext.LimitException if all calls together have cost more than is allowed
     * @throws InterruptedIOException if the thread is interrupted
     */
    boolean excludes(String path) throws IOException {
        for (int end = path.indexOf('/'); end > 0 && !exceptions.isEmpty(); end = path.indexOf('/', end + 1)) {
            if (verdict(path.substring(0, end)) && !isExceptedBelow(path.substring(0, end + 1))) {
                return true;
            }
        }
        return verdict(path);
    }

    private boolean isExceptedBelow(String folder) throws IOException {
        for (var exception : exceptions) {
            spend(folder.length());
            if (exception.startsWith(folder)) {
                return true;
            }
        }
        return false;
    }

    private boolean verdict(String path) throws IOException {
        int[] characters = path.codePoints().toArray();
        spend(characters.length);
        boolean excluded = false;
        for (var rule : rules) {
            if (rule.exception == excluded && rule.pattern.matches(characters, this::spend)) {
                excluded = !rule.exception;
            }
        }
        return excluded;
    }

    private void spend(long cost) throws IOException {
        steps += cost + 1;
        if (steps - checkedAt < CHECKED_EVERY && steps <= mostSteps) {
            return;
        }
        checkedAt = steps;
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while .dockerignore was applied");
        }
        if (steps > mostSteps) {
            throw new BuildContext.LimitException(
                    "The patterns of .dockerignore cost too much time on this many files: more than " + mostSteps
                            + " comparisons. Have fewer lines with '*' or '**', or name folders instead"
                            + NOTHING_BUILT);
        }
    }

    /** Without empty and {@code .} names, {@code ..} resolved, no slash at either end. */
    private static String clean(String pattern) {
        var names = new ArrayList<String>();
        for (var name : pattern.split("/")) {
            if (name.equals("..")
                    && !names.isEmpty()
                    && !names.get(names.size() - 1).equals("..")) {
                names.remove(names.size() - 1);
            } else if (!name.isEmpty() && !name.equals(".") && !(name.equals("..") && pattern.startsWith("/"))) {
                names.add(name);
            }
        }
        return String.join("/", names);
    }
}
