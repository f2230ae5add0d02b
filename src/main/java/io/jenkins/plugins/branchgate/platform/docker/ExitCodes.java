package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How containers ended, from the engine's record of recent events: a container that was started again has forgotten the
 * exit code of its first run.
 */
record ExitCodes(EngineRequests requests) {

    private static final int ANSWER_SECONDS = 2;

    /** The exit code of a container's first end; empty if the engine no longer knows. */
    Optional<String> exitCode(String id) throws PlatformException, InterruptedException {
        var first = new CompletableFuture<String>();
        try (var events = new ResultCallback.Adapter<Event>() {
            @Override
            public void onNext(Event event) {
                if (event.getActor() != null && event.getActor().getAttributes() != null) {
                    first.complete(event.getActor().getAttributes().get("exitCode"));
                }
            }
        }) {
            requests.streams()
                    .eventsCmd()
                    .withContainerFilter(id)
                    .withEventFilter("die")
                    .withSince("1") // all that is recorded; the stream goes on, so it is left at the first
                    .exec(events);
            return Optional.ofNullable(first.get(ANSWER_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException | IOException e) {
            throw new PlatformException("The engine's events could not be read: " + e.getMessage(), e);
        }
    }
}
