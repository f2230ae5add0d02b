package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a container wrote to its output. */
record ContainerLog(Requests requests) {

    private static final int MOST = 1000;

    /** The last lines, oldest first, standard output and error as they came; at most 1000. */
    List<String> last(String id, int lines) throws PlatformException {
        var text = new StringBuilder();
        String failure = "The log of " + id + " could not be read";
        try (var output = new ResultCallback.Adapter<Frame>() {
            @Override
            public void onNext(Frame frame) {
                text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            }
        }) {
            requests.client()
                    .logContainerCmd(id)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(Math.max(1, Math.min(MOST, lines)))
                    .exec(output);
            output.awaitCompletion(10, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            throw requests.failed(failure, "The container is untouched.", e);
        } catch (java.io.IOException e) {
            throw new PlatformException(failure + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException(failure + ": interrupted.", e);
        }
        var all = new ArrayList<>(text.toString().lines().toList());
        return all.subList(Math.max(0, all.size() - Math.min(MOST, lines)), all.size());
    }
}
