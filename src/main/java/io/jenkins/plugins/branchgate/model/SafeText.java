package io.jenkins.plugins.branchgate.model;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text from outside, made safe to show in a log, on a page, in a terminal and in the ledger. Containers, engines, agents,
 * repositories and people write it, so it may hold orders to a terminal, characters that are not seen or that change the
 * direction of writing, and any number of lines. HTML is escaped where pages are made, not here.
 */
public final class SafeText {

    private static final int LONGEST_LINE = 300;
    private static final int MOST_LINES = 40;

    /** Orders to a terminal: colours, cursor movements, titles. */
    private static final Pattern TERMINAL_ORDERS = Pattern.compile(
            "\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]{0,2048}(?:\\u0007|\\u001b\\\\)|[@-Z\\\\^_=>])");

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");
    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n|[\\r\\u0085\\u2028\\u2029\\u000b\\u000c]");
    private static final Pattern UNSEEN_IN_BLOCK = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\\n\\t]]");

    private SafeText() {}

    /** One line of at most 300 characters, see {@link #line(String, int)}. */
    public static String line(String text) {
        return line(text, LONGEST_LINE);
    }

    /**
     * One line without orders to a terminal; what is not seen is a blank.
     *
     * @param text may be null, which is empty
     * @param most how many characters; of a longer line the beginning and an ellipsis
     */
    public static String line(String text, int most) {
        String plain = TERMINAL_ORDERS.matcher(text == null ? "" : text).replaceAll("");
        String line = UNSEEN.matcher(plain).replaceAll(" ").strip();
        return line.length() > most ? cut(line, most) + "…" : line;
    }

    /** Several lines, each as {@link #line(String)} but for its indentation, at most 40. */
    public static String lines(String text) {
        return text.lines()
                .limit(MOST_LINES)
                .map(line -> line.startsWith("  ") ? "  " + line(line) : line(line))
                .collect(Collectors.joining("\n"));
    }

    /** A failure's message, as {@link #lines}; its kind if it has none. */
    public static String message(Throwable failure) {
        return lines(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    /**
     * A text of any length without orders to a terminal; line ends are {@code \n}, and any other character that is not seen,
     * or that changes the direction of writing, is shown as the replacement character.
     */
    public static String block(String text) {
        String plain = TERMINAL_ORDERS.matcher(text).replaceAll("");
        return UNSEEN_IN_BLOCK
                .matcher(LINE_ENDS.matcher(plain).replaceAll("\n"))
                .replaceAll("\uFFFD");
    }

    /** The beginning of a text, no character cut in two. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
