package io.jenkins.plugins.branchgate.jenkins.board;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the viewer wants to see. Of what is longer than {@value #LONGEST} characters only the beginning is looked for.
 *
 * @param text what must occur in what is shown, null or blank for anything
 * @param environment the environment's name, null or blank for any
 */
public record BoardFilter(String text, String environment) {

    /** Everything. */
    public static final BoardFilter NONE = new BoardFilter(null, null);

    static final int LONGEST = 200;

    public BoardFilter {
        text = beginning(text).toLowerCase(Locale.ROOT);
        environment = beginning(environment);
    }

    private static String beginning(String given) {
        String plain = given == null ? "" : given.strip();
        return plain.substring(0, Math.min(plain.length(), LONGEST));
    }

    /** True if anything is filtered out. */
    public boolean active() {
        return !text.isEmpty() || !environment.isEmpty();
    }

    /** True if something on that environment with those texts is to be shown. */
    public boolean shows(Object environmentName, Object... texts) {
        return (environment.isEmpty() || environment.equals(environmentName.toString()))
                && (text.isEmpty()
                        || Stream.concat(Stream.of(environmentName), Stream.of(texts))
                                .anyMatch(each -> each != null
                                        && each.toString()
                                                .toLowerCase(Locale.ROOT)
                                                .contains(text)));
    }
}
