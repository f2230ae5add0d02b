package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import io.jenkins.plugins.branchgate.platform.LogPart;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What a container wrote to its output, standard output and error as they came. */
record ContainerLog(EngineRequests requests) {

    private static final int MOST = 1000;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int LONGEST_SECONDS = 10;

    /** Entries are counted by the engine, which has no count of bytes; a usual line is longer than this. */
    private static final int SHORT_LINE = 32;

    private static final int FEWEST_ENTRIES = 100;

    /** The last lines, oldest first; at most 1000, and at most {@value #MOST_BYTES} bytes of all. */
    List<String> last(String id, int lines) throws PlatformException {
        int most = Math.max(1, Math.min(MOST, lines));
        var tail = new LogTail(LogPosition.START, MOST_BYTES);
        read(id, requests.streams().logContainerCmd(id).withTimestamps(true).withTail(most), tail::add);
        var all = tail.part(false).text().lines().toList();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    /**
     * The newest part after a position. The engine reads its files from the end, so the cost does not grow with the log.
     */
    LogPart after(String id, LogPosition since, int most) throws PlatformException {
        var tail = new LogTail(since, most);
        int entries = Math.max(FEWEST_ENTRIES, most / SHORT_LINE);
        var command =
                requests.streams().logContainerCmd(id).withTimestamps(true).withTail(entries);
        if (since.seconds() > 0 && since.seconds() <= Integer.MAX_VALUE) {
            command = command.withSince((int) since.seconds());
        }
        var count = new AtomicInteger();
        read(id, command, payload -> {
            count.incrementAndGet();
            tail.add(payload);
        });
        return tail.part(count.get() >= entries);
    }

    private void read(String id, LogContainerCmd command, Consumer<byte[]> payloads) throws PlatformException {
        String failure = "The log of " + id + " could not be read";
        try (var output = new ResultCallback.Adapter<Frame>() {
            @Override
            public void onNext(Frame frame) {
                payloads.accept(frame.getPayload());
            }
        }) {
            command.withStdOut(true).withStdErr(true).exec(output);
            if (!output.awaitCompletion(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new PlatformException(failure + ": the engine did not send it within " + LONGEST_SECONDS
                        + " s. The container is untouched.");
            }
        } catch (RuntimeException e) {
            throw requests.failed(failure, "The container is untouched.", e);
        } catch (IOException e) {
            throw new PlatformException(failure + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException(failure + ": interrupted.", e);
        }
    }
}
