package io.jenkins.plugins.branchgate.logs;

import java.util.regex.Pattern;

/** What a replica wrote, made fit for a page and a terminal. What is written to a log may have been sent by anybody. */
public final class LogText {

    /** Orders to a terminal: colours, cursor movements, titles. */
    private static final Pattern ORDERS = Pattern.compile(
            "\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]{0,2048}(?:\\u0007|\\u001b\\\\)|[@-Z\\\\^_=>])");

    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n|[\\r\\u0085\\u2028\\u2029\\u000b\\u000c]");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\\n\\t]]");

    private LogText() {}

    /**
     * The text without orders to a terminal; line ends are {@code \n}, and any other character that is not seen, or that
     * changes the direction of writing, is shown as the replacement character.
     */
    public static String clean(String text) {
        String plain = ORDERS.matcher(text).replaceAll("");
        return UNSEEN.matcher(LINE_ENDS.matcher(plain).replaceAll("\n")).replaceAll("\uFFFD");
    }
}
