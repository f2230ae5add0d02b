package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.BuildResponseItem;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a build says: handed on line by line, the last lines kept to be quoted if it fails. Closing it before the end
 * makes the engine stop the build.
 */
final class BuildOutput implements ResultCallback<BuildResponseItem> {

    private static final int QUOTED = 15;
    private static final int LONGEST_LINE = 4000;
    private static final Pattern BUILT = Pattern.compile("Successfully built ([0-9a-f]{12,64})");
    private static final Pattern NO_BASE = Pattern.compile(
            "pull access denied|manifest unknown|manifest for .* not found|dial tcp|no such host|TLS handshake|"
                    + "Client\\.Timeout|toomanyrequests|context deadline exceeded|connection refused|i/o timeout");

    private final Consumer<String> log;
    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<String> image = new CompletableFuture<>();
    private String built;
    private Closeable stream;
    private boolean closed;

    /** The build failed by itself: the engine answered and said so. */
    static final class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }

    BuildOutput(Consumer<String> log) {
        this.log = log;
    }

    /**
     * Waits for the end of the build.
     *
     * @return the image's id, at least twelve digits of it
     * @throws FailedException if the build failed
     * @throws RuntimeException if the engine refused or the connection broke
     */
    String awaitImage() throws InterruptedException {
        try {
            return image.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void onStart(Closeable closeable) {
        synchronized (this) {
            stream = closeable;
            if (!closed) {
                return;
            }
        }
        stop(closeable);
    }

    @Override
    public void onNext(BuildResponseItem item) {
        if (item.getStream() != null) {
            var found = BUILT.matcher(item.getStream());
            if (found.find()) {
                built = found.group(1);
            }
            lines(item.getStream());
        } else if (item.isErrorIndicated()) {
            String said = item.getErrorDetail() != null ? item.getErrorDetail().getMessage() : item.getError();
            lines("\n");
            image.completeExceptionally(new FailedException(failure(said)));
        } else if (item.getStatus() != null && item.getProgressDetail() == null && item.getId() == null) {
            lines(item.getStatus() + "\n"); // a base image's pull, without its progress bars
        }
    }

    @Override
    public void onError(Throwable failure) {
        image.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        lines("\n");
        if (built == null) {
            image.completeExceptionally(
                    new FailedException("The build ended without an image and without an error." + quoted()));
        }
        image.complete(built);
    }

    @Override
    public void close() throws IOException {
        Closeable open;
        synchronized (this) {
            closed = true;
            open = stream;
        }
        if (open != null) {
            open.close();
        }
    }

    private void stop(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            image.completeExceptionally(e);
        }
    }

    private void lines(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || c == '\r'; // Windows ends lines with both, progress is shown with the latter
            if (!ends) {
                partial.append(c);
            }
            boolean full = partial.length() >= LONGEST_LINE && !Character.isHighSurrogate(c);
            if ((ends && partial.length() > 0) || full) {
                line(partial.toString().stripTrailing());
                partial.setLength(0);
            }
        }
    }

    private void line(String line) {
        log.accept(line);
        last.addLast(line);
        if (last.size() > QUOTED) {
            last.removeFirst();
        }
    }

    private String failure(String said) {
        String hint = said != null && NO_BASE.matcher(said).find()
                ? " The base image is not on this engine and could not be pulled: load it by hand (docker pull on a"
                        + " machine that can, docker save, docker load), or let the engine reach its registry."
                : "";
        return "The build failed: " + said + "." + hint + " Nothing running was touched." + quoted();
    }

    private String quoted() {
        return last.isEmpty() ? "" : " Its last lines:\n  " + String.join("\n  ", last);
    }
}
