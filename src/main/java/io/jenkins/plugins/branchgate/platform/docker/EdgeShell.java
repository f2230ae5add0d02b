package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel into an edge's container, kept open: starting a process there costs about 60 ms, an order through the
 * channel about one. {@code edge.sh} is at its other end and ends with it. Orders of several threads may be under way at
 * once. A broken channel stays broken; its owner opens another.
 */
final class EdgeShell implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeShell.class);
    private static final String SCRIPT = script();
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final CommandStream orders = new CommandStream();
    private final Map<Long, EdgeAnswer> awaited = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Output output = new Output();
    private volatile String broken;
    private volatile long lastUsed = System.nanoTime();

    /** Opens a channel; the container must run. */
    EdgeShell(DockerClient client, String container) throws PlatformException {
        try {
            // As root, so that only orders and not HAProxy's own user can write its configuration.
            String exec = client.execCreateCmd(container)
                    .withCmd("bash", "-c", SCRIPT)
                    .withUser("0")
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .exec()
                    .getId();
            client.execStartCmd(exec).withStdIn(orders).exec(output);
        } catch (RuntimeException e) {
            orders.close();
            throw new PlatformException(
                    "The edge's container takes no orders: " + EngineError.of(e) + ". What it serves is untouched.", e);
        }
    }

    boolean isOpen() {
        return broken == null;
    }

    /** Since when nobody asked anything, in nanoseconds; none while an answer is awaited. */
    long idleNanos() {
        return awaited.isEmpty() ? System.nanoTime() - lastUsed : 0;
    }

    /** Sends commands to HAProxy's runtime API, several with {@code ;} between, and returns all that it says. */
    List<String> cli(String commands) throws PlatformException, InterruptedException {
        return ask("cli " + commands, "");
    }

    /** Makes the text HAProxy's configuration from its next start. */
    void configure(String text) throws PlatformException, InterruptedException {
        String whole = text.endsWith("\n") ? text : text + "\n";
        ask("put " + whole.lines().count(), whole);
    }

    /** Begins a probe; see {@code edge.sh}. Stopped with {@link #stop}. */
    Probe probe(String arguments) throws PlatformException {
        long number = numbers.incrementAndGet();
        return new Probe(number, send(number, new EdgeAnswer(true), "probe " + arguments, ""));
    }

    /** A probe under way. */
    record Probe(long number, EdgeAnswer answer) {}

    /** Ends a probe that has not ended by itself; nothing if it has. */
    void stop(Probe probe) {
        if (awaited.remove(probe.number) != null) {
            orders.send(probe.number + " stop\n");
        }
    }

    @Override
    public void close() {
        fail("it was closed");
        orders.close();
        try {
            output.close();
        } catch (IOException e) {
            // The other end ends with the connection, and the connection is broken or it could be closed.
            LOG.debug("The channel to an edge could not be closed in order", e);
        }
    }

    private List<String> ask(String order, String payload) throws PlatformException, InterruptedException {
        long number = numbers.incrementAndGet();
        var answer = send(number, new EdgeAnswer(false), order, payload);
        try {
            if (!answer.await(ANSWER)) {
                fail("no answer within " + ANSWER.toSeconds() + " s");
                throw new PlatformException("The edge did not answer within " + ANSWER.toSeconds() + " s.");
            }
            return answer.lines();
        } finally {
            awaited.remove(number);
        }
    }

    private EdgeAnswer send(long number, EdgeAnswer answer, String order, String payload) throws PlatformException {
        awaited.put(number, answer);
        String why = broken;
        if (why != null) {
            awaited.remove(number);
            throw new PlatformException("The channel to the edge is closed: " + why + ".");
        }
        lastUsed = System.nanoTime();
        orders.send(number + " " + order + "\n" + payload);
        return answer;
    }

    private void fail(String why) {
        if (broken == null) {
            broken = why;
        }
        for (var answer : awaited.values()) {
            answer.failed("The channel to the edge broke: " + broken + ".");
        }
        awaited.clear();
    }

    /** Takes the lines apart that {@code edge.sh} writes. */
    private final class Output extends ResultCallback.Adapter<Frame> {

        private final Lines lines = new Lines(this::line);
        private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

        @Override
        public void onStart(Closeable stream) {
            super.onStart(stream);
            if (broken != null) {
                EdgeShell.this.close(); // closed before the engine had answered
            }
        }

        @Override
        public void onNext(Frame frame) {
            if (frame.getStreamType() == StreamType.STDERR) {
                if (errors.size() < 500) {
                    errors.writeBytes(frame.getPayload());
                }
                return;
            }
            if (isOpen() && !lines.add(frame.getPayload())) {
                tooMuch();
            }
        }

        /** What stands there is not the plugin's own script any more, or not alone. */
        private void tooMuch() {
            fail("it wrote more than any answer has");
            EdgeShell.this.close();
        }

        @Override
        public void onError(Throwable failure) {
            fail(EngineError.of(failure));
            orders.close();
        }

        @Override
        public void onComplete() {
            String said = errors.toString(StandardCharsets.UTF_8).strip();
            fail(said.isEmpty() ? "its container stopped" : said);
            orders.close();
            super.onComplete();
        }

        private void line(String line) {
            String[] parts = line.split(" ", 3);
            if (parts.length < 2 || !parts[0].matches("[0-9]{1,18}")) {
                return; // nothing that the script writes
            }
            long number = Long.parseLong(parts[0]);
            var answer = awaited.get(number);
            if (answer == null) {
                return; // of an order whose sender no longer waits
            }
            switch (parts[1]) {
                case "|" -> {
                    if (!answer.line(parts.length == 3 ? parts[2] : "")) {
                        tooMuch();
                    }
                }
                case "." -> {
                    awaited.remove(number);
                    answer.finished();
                }
                default -> {
                    awaited.remove(number);
                    answer.failed("The edge could not do it: " + (parts.length == 3 ? parts[2] : line) + ".");
                }
            }
        }
    }

    /** Makes lines of bytes. */
    static final class Lines {

        static final int LONGEST = 64 * 1024;

        private final Consumer<String> whole;
        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

        Lines(Consumer<String> whole) {
            this.whole = whole;
        }

        /** False once a line is longer than {@value #LONGEST} bytes; what comes then is not to be added. */
        boolean add(byte[] bytes) {
            for (byte b : bytes) {
                if (b == '\n') {
                    whole.accept(partial.toString(StandardCharsets.UTF_8));
                    partial.reset();
                } else if (partial.size() == LONGEST) {
                    return false;
                } else {
                    partial.write(b);
                }
            }
            return true;
        }
    }

    private static String script() {
        try (var in = EdgeShell.class.getResourceAsStream("edge.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("edge.sh is not in the plugin's own archive", e);
        }
    }
}
