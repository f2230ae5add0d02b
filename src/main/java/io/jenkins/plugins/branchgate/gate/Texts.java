package io.jenkins.plugins.branchgate.gate;

/** Hostile text made fit for one line that people, terminals and Git read. */
final class Texts {

    private static final int LONGEST = 200;

    private Texts() {}

    /** Without control, format, separator and surrogate characters, blanks joined, at most 200 characters. */
    static String line(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\s]+", " ")
                .strip();
        return cut(line, LONGEST).strip();
    }

    /** The beginning of a text, no character cut in two. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
