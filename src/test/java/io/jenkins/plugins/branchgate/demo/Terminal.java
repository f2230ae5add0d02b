package io.jenkins.plugins.branchgate.demo;

import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** The person at the terminal: what they see, what they answer. Used by several threads. */
final class Terminal implements Progress {

    private final PrintStream out;
    private final BufferedReader in;
    private Phase running;
    private long began;
    private boolean lineIsOpen;

    Terminal(PrintStream out, BufferedReader in) {
        this.out = out;
        this.in = in;
    }

    /** One line. */
    synchronized void line(String format, Object... values) {
        closeLine();
        out.println(String.format(Locale.ROOT, format, values));
    }

    /** A line set off from what was before. */
    synchronized void heading(String format, Object... values) {
        line("");
        line(format, values);
    }

    /** The answer to a question, empty if there is nobody to answer. */
    Optional<String> ask(String question) throws IOException {
        synchronized (this) {
            closeLine();
            out.print(question + " ");
            out.flush();
        }
        return Optional.ofNullable(in.readLine()).map(String::strip);
    }

    /** Shows a phase while it runs, and its time when the next begins. */
    @Override
    public synchronized void phase(Deployment deployment, Phase phase) {
        long now = System.nanoTime();
        if (running != null) {
            String name = lineIsOpen ? "" : String.format("  %-8s", running);
            out.println(name + String.format(Locale.ROOT, "%,7d ms", (now - began) / 1_000_000));
            lineIsOpen = false;
        }
        running = phase.isFinal() ? null : phase;
        began = now;
        if (running != null) {
            out.printf("  %-8s", phase);
            out.flush();
            lineIsOpen = true;
        }
    }

    @Override
    public synchronized void log(String line) {
        line("          | %s", line);
    }

    /** Somebody else's text on one line: cut, nothing unprintable. */
    static String foreign(String text) {
        String shown = InvalidValueException.printable(text);
        return shown.startsWith("\"") && shown.endsWith("\"") ? shown.substring(1, shown.length() - 1) : shown;
    }

    private void closeLine() {
        if (lineIsOpen) {
            out.println();
            lineIsOpen = false;
        }
    }
}
