package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs commands as a person at a terminal would. */
final class Shell {
    private static final int MINUTES = 3;

    private Shell() {}

    /**
     * Runs a command to its end; returns what it printed, without the last line's end.
     *
     * @throws IOException if it fails, or takes longer than three minutes; it is ended then
     */
    static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("branch-gate-bench", ".out");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended;
            try {
                ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            } finally {
                process.destroy(); // does nothing to one that ended
            }
            String said = Files.readString(output).strip();
            if (!ended) {
                throw new IOException(
                        String.join(" ", command) + " did not end in " + MINUTES + " minutes; it said: " + said);
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + said);
            }
            return said;
        } finally {
            Files.delete(output);
        }
    }

    /** Runs a command whose failure does not matter, such as removing what may not be there; returns what it printed. */
    static String attempt(String... command) throws InterruptedException {
        try {
            return run(command);
        } catch (IOException expected) {
            return "";
        }
    }
}
