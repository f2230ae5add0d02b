package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.append;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static io.jenkins.plugins.branchgate.ledger.Samples.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerLockTest {

    @TempDir
    Path folder;

    /** Another process with a ledger open; it ends when its input does. */
    public static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (var ledger = open(Path.of(arguments[0]))) {
                System.out.println("open " + ledger.view().sequence());
                System.in.read();
            } catch (LedgerException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private Process start(Path file) throws Exception {
        return new ProcessBuilder(java(Holder.class, file))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static List<String> java(Class<?> main, Path argument) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                argument.toString()));
    }

    @Test
    void aSecondOpenInThisProcessIsRefusedAndTheFirstKeepsItsLock() throws Exception {
        var file = folder.resolve("ledger.jsonl");
        try (var ledger = open(file)) {
            var thrown = assertThrows(LedgerException.class, () -> open(file));
            assertTrue(thrown.getMessage().contains("in use by this process"), thrown.getMessage());
            append(ledger, opened(1, Samples.QA));
            Files.readAllBytes(file);
            var other = start(file);
            assertTrue(firstLine(other)
                    .contains("in use by process " + ProcessHandle.current().pid()));
            assertEquals(0, other.waitFor());
        }
        open(file).close();
    }

    @Test
    void aLedgerThatAnotherProcessHasOpenIsRefusedAndNamesIt() throws Exception {
        var file = folder.resolve("ledger.jsonl");
        var other = start(file);
        assertEquals("open 0", firstLine(other));
        var thrown = assertThrows(LedgerException.class, () -> open(file));
        assertTrue(thrown.getMessage().contains("in use by process " + other.pid()), thrown.getMessage());
        other.destroyForcibly().waitFor();
        open(file).close();
    }

    private static String firstLine(Process process) throws Exception {
        return new BufferedReader(process.inputReader()).readLine();
    }

    @Test
    void aFolderInPlaceOfTheFileIsACleanError() throws Exception {
        var file = Files.createDirectories(folder.resolve("ledger.jsonl"));
        var thrown = assertThrows(LedgerException.class, () -> open(file));
        assertTrue(thrown.getMessage().contains("cannot be opened"), thrown.getMessage());
        Files.delete(file);
        open(file).close();
    }
}
