package io.jenkins.plugins.branchgate.image;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A {@code .dockerignore}: which files of a build context the engine does not get to see. The rules are Docker's: a line
 * is a pattern, {@code #} at its beginning makes it a comment, {@code !} an exception; {@code *} and {@code ?} stay
 * within a name, {@code **} spans any number of folders; the last matching line decides, and a folder's verdict holds
 * for all in it unless a later line says otherwise.
 */
final class DockerIgnore {

    /** After a leading {@code **}: then the pattern is simply how a path ends. */
    private static final Pattern LITERAL = Pattern.compile("[^/*?\\[\\\\][^*?\\[\\\\]*");

    private static final int LONGEST_LINE = 1000;
    private static final int MOST_LINES = 10_000;

    private record Rule(String text, Pattern pattern, boolean exception) {}

    private final List<Rule> rules;
    private final List<String> exceptions;

    private DockerIgnore(List<Rule> rules) {
        this.rules = rules;
        this.exceptions =
                rules.stream().filter(Rule::exception).map(r -> r.text + "/").toList();
    }

    /** @throws ImageException if a pattern is malformed; the message names the line */
    static DockerIgnore parse(String text) throws ImageException {
        var rules = new ArrayList<Rule>();
        var lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1);
        if (lines.length > MOST_LINES) {
            throw new ImageException(".dockerignore has " + lines.length + " lines; allowed are at most " + MOST_LINES
                    + ". Nothing was built.");
        }
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            line = line.strip();
            boolean exception = line.startsWith("!");
            String pattern = clean(exception ? line.substring(1).strip() : line);
            try {
                if (line.equals("!") || line.length() > LONGEST_LINE) {
                    throw new PatternSyntaxException("not a pattern", "", 0);
                }
                rules.add(new Rule(pattern, Pattern.compile(expression(pattern)), exception));
            } catch (PatternSyntaxException e) {
                throw new ImageException(
                        ".dockerignore, line " + (i + 1) + ": not a pattern Docker understands. Nothing was built.", e);
            }
        }
        return new DockerIgnore(rules);
    }

    /**
     * True if the file is left out. Docker does not look into a folder that is left out unless an exception names
     * something below it literally: {@code !docs/**}{@code /x.md} does not bring back {@code docs/deep/x.md}.
     */
    boolean excludes(String path) {
        for (int end = path.indexOf('/'); end > 0 && !exceptions.isEmpty(); end = path.indexOf('/', end + 1)) {
            String within = path.substring(0, end + 1);
            if (verdict(path.substring(0, end)) && exceptions.stream().noneMatch(e -> e.startsWith(within))) {
                return true;
            }
        }
        return verdict(path);
    }

    private boolean verdict(String path) {
        boolean excluded = false;
        for (var rule : rules) {
            if (rule.exception == excluded && matches(rule.pattern, path)) {
                excluded = !rule.exception;
            }
        }
        return excluded;
    }

    /** The path itself or any folder above it. */
    private static boolean matches(Pattern pattern, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (pattern.matcher(path).region(0, end).matches()) {
                return true;
            }
        }
        return false;
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

    private static String expression(String pattern) {
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
                boolean anyBeginning =
                        i == 0 && LITERAL.matcher(pattern.substring(2)).matches();
                i += i + 2 < pattern.length() && pattern.charAt(i + 2) == '/' ? 2 : 1;
                regex.append(anyBeginning || i + 1 == pattern.length() ? ".*" : "(?:.*/)?");
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[') {
                i = characterClass(pattern, i, regex);
            } else {
                if (c == '\\' && ++i == pattern.length()) {
                    throw new PatternSyntaxException("nothing after \\", pattern, i);
                }
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
            }
        }
        return regex.toString();
    }

    /** Copies {@code [a-z]} or {@code [^a-z]}, quoting what Java's classes have and Docker's have not. */
    private static int characterClass(String pattern, int open, StringBuilder regex) {
        int i = open + 1;
        regex.append('[');
        if (i < pattern.length() && pattern.charAt(i) == '^') {
            regex.append('^');
            i++;
        }
        int first = i;
        for (; i < pattern.length() && pattern.charAt(i) != ']'; i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && ++i < pattern.length()) {
                regex.append('\\').append('Q').append(pattern.charAt(i)).append("\\E");
            } else if (c == '[' || c == '&' || c == '^') {
                regex.append('\\').append(c);
            } else {
                regex.append(c);
            }
        }
        if (i == first || i >= pattern.length()) {
            throw new PatternSyntaxException("unfinished [", pattern, open);
        }
        regex.append(']');
        return i;
    }
}
