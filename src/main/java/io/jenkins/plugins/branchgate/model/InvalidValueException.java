package io.jenkins.plugins.branchgate.model;

/**
 * A value from outside that a parsed type refused. The message says what was given, made printable and cut to a
 * readable length, and what is allowed.
 */
public final class InvalidValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 60;

    /**
     * @param what the kind of value, as the reader knows it, for example {@code environment name}
     * @param given the refused text; may be null, hostile or huge
     * @param allowed what would have been accepted, as a sentence fragment
     */
    public InvalidValueException(String what, String given, String allowed) {
        super("Invalid " + what + " " + printable(given) + ": allowed is " + allowed + ". Nothing was changed.");
    }

    private InvalidValueException(String message, InvalidValueException cause) {
        super(message, cause);
    }

    /**
     * The same refusal, saying where the value was given.
     *
     * @param where for example {@code environment production}; text from outside is made printable by the caller
     */
    public InvalidValueException in(String where) {
        return new InvalidValueException("In " + where + ": " + getMessage(), this);
    }

    /** The given text quoted, with control characters escaped and the middle of a long text left out. */
    public static String printable(String given) {
        if (given == null) {
            return "(none)";
        }
        var shown = new StringBuilder("\"");
        given.codePoints().limit(SHOWN).forEach(c -> {
            if (isUnprintable(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        shown.append('"');
        if (given.length() > SHOWN) {
            shown.append("… (").append(given.length()).append(" characters)");
        }
        return shown.toString();
    }

    /** Control, format (bidirectional overrides among them), separator and lone surrogate characters. */
    private static boolean isUnprintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
