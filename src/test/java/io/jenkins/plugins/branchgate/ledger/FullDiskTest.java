package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.append;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static io.jenkins.plugins.branchgate.ledger.Samples.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The system refuses to let the file grow any further, in the middle of a write, as a full disk does. */
@DisabledOnOs(OS.WINDOWS)
class FullDiskTest {

    @TempDir
    Path folder;

    /** Writes until the system refuses, then what still fits, and says what it has. */
    public static final class Writer {

        private static final String LONG = "x".repeat(6000);

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            try (var ledger = open(Path.of(arguments[0]))) {
                int written = 0;
                String refusal = null;
                while (refusal == null) {
                    try {
                        append(
                                ledger,
                                opened(written, Samples.QA),
                                new DeploymentFailed(Samples.deployment(written), LONG));
                        written++;
                    } catch (LedgerException e) {
                        refusal = e.getMessage();
                    }
                }
                System.out.println(refusal);
                System.out.println(written * 2 == ledger.view().sequence());
                append(ledger, new EnvironmentRemoved(Samples.PRODUCTION));
                System.out.println(ledger.view().sequence());
            }
        }
    }

    @Test
    void aWriteThatTheDiskRefusesHalfwayLeavesNothingBehindAndSmallerOnesGoOn() throws Exception {
        var file = folder.resolve("ledger.jsonl");
        String java = LedgerLockTest.java(Writer.class, file).stream()
                .map(argument -> "'" + argument + "'")
                .collect(Collectors.joining(" "));
        var process = new ProcessBuilder("bash", "-c", "ulimit -f 32 && exec " + java)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor());
        assertTrue(lines.get(0).contains("Nothing of this was recorded"), lines::toString);
        assertEquals("true", lines.get(1), "the view shows what is on disk, and no more");
        long written = Long.parseLong(lines.get(2));
        assertTrue(Files.size(file) <= 32 * 1024);
        try (var ledger = open(file)) {
            assertEquals(List.of(), ledger.warnings());
            assertEquals(written, ledger.view().sequence());
            append(ledger, opened(5000, Samples.QA), opened(5001, Samples.QA));
        }
        try (var ledger = open(file)) {
            assertEquals(List.of(), ledger.warnings());
            assertEquals(written + 2, ledger.view().sequence());
        }
    }
}
