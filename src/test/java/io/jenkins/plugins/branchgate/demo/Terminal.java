package io.jenkins.plugins.branchgate.demo;

import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The person at the terminal: what they see, what they answer. Used by several threads. */
final class Terminal implements Progress {

    private static final Pattern TOOK = Pattern.compile("[A-Z]+ took [0-9]+ ms");

    private static final int LONGEST = 300;

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

    /** The deployer's own word on how long a phase took is left out: it is shown already. */
    @Override
    public synchronized void log(String line) {
        if (!TOOK.matcher(line).matches()) {
            line("          | %s", line);
        }
    }

    /** Somebody else's text on one line: nothing unprintable, at most 300 characters. */
    static String foreign(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    private void closeLine() {
        if (lineIsOpen) {
            out.println();
            lineIsOpen = false;
        }
    }
}
