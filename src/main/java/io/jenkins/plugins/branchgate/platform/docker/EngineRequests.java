package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.DockerClient;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.util.function.Function;

/** Requests to the engine, with a message for people when one fails. */
record EngineRequests(DockerEngine engine) {

    /**
     * Makes a request.
     *
     * @param what could not be done if it fails, the beginning of a sentence
     * @param unharmed what is not touched by the failure, a sentence
     */
    <T> T ask(String what, String unharmed, Function<DockerClient, T> request) throws PlatformException {
        try {
            return request.apply(client());
        } catch (RuntimeException e) {
            throw failed(what, unharmed, e);
        }
    }

    /** For what is answered at once: an engine that is silent for a minute counts as out of reach. */
    DockerClient client() throws PlatformException {
        try {
            return engine.prompt();
        } catch (EngineException e) {
            throw new PlatformException(e.getMessage(), e);
        }
    }

    /** For answers that go on as long as they go on. */
    DockerClient streams() throws PlatformException {
        try {
            return engine.client();
        } catch (EngineException e) {
            throw new PlatformException(e.getMessage(), e);
        }
    }

    PlatformException failed(String what, String unharmed, RuntimeException e) {
        if (EngineError.isRefusal(e)) {
            return new PlatformException(
                    what + ": the engine at " + engine.address() + " says: " + EngineError.of(e) + ". " + unharmed, e);
        }
        return new UnreachableException(what + ". " + engine.unreachable(e).getMessage(), e);
    }
}
