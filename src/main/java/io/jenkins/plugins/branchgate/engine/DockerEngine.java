package io.jenkins.plugins.branchgate.engine;

import com.github.dockerjava.api.DockerClient;
import java.io.Closeable;
import java.util.Objects;

/**
 * A connection to one Docker Engine: opened at the first use, kept, shared by all threads.
 */
public final class DockerEngine implements Closeable {

    private final EngineAddress address;
    private final EngineKeys keys;

    /**
     * @param address where the engine listens
     * @param keys TLS keys, or null for a connection without TLS
     */
    public DockerEngine(EngineAddress address, EngineKeys keys) {
        this.address = Objects.requireNonNull(address, "address");
        this.keys = keys;
    }

    /** Where the engine listens. */
    public EngineAddress address() {
        return address;
    }

    /** The client; opens the connection pool at the first call, does not talk to the engine yet. */
    public synchronized DockerClient client() {
        throw new UnsupportedOperationException("under construction");
    }

    /**
     * Asks the engine who it is.
     *
     * @return product, version and address, for people
     * @throws EngineException if nothing answers; the message says which address was tried and how to give another
     */
    public String ping() throws EngineException {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public synchronized void close() {}
}
