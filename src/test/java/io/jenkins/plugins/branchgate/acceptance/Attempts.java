package io.jenkins.plugins.branchgate.acceptance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a build tried, one thing after the other, and how each was refused.
 *
 * @param log the log of a build of such a {@link #jenkinsfile}
 */
record Attempts(String log) {
    private static final String ATTEMPT = """
            def attempt(String what, Closure steps) {
                try {
                    steps()
                    echo "WENT THROUGH: ${what}"
                } catch (e) {
                    echo "REFUSED: ${what}: ${e.message}"
                }
            }

            """;

    /**
     * A Jenkinsfile of src/test/resources/acceptance, which goes on after each attempt.
     *
     * @param values what stands in it between two {@code @}, by name
     */
    static String jenkinsfile(String name, Map<String, String> values) throws IOException {
        try (var file = Attempts.class.getResourceAsStream("/acceptance/" + name + ".Jenkinsfile")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (var value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue());
            }
            return ATTEMPT + text;
        }
    }

    /** Fails unless that attempt was refused, with words that hold these. */
    void refused(String what, String words) {
        String line = log.lines()
                .filter(each -> each.startsWith("REFUSED: " + what + ": ") || each.equals("WENT THROUGH: " + what))
                .findFirst()
                .orElse("the build did not come to '" + what + "'");
        assertTrue(line.startsWith("REFUSED: ") && line.contains(words), line + "\nof\n" + log);
    }
}
