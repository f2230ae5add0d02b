package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;

/** The usual script: stop the container, remove it, run the new one on the same port. */
final class StopRemoveRun implements Contestant {
    private final int port;
    private final Releases releases;
    private final String container;

    StopRemoveRun(Releases releases, String run) throws Exception {
        port = Ports.free();
        this.releases = releases;
        container = "bench-" + run + "-script";
        start();
        Http.awaitAnswer(port);
    }

    @Override
    public String name() {
        return "docker stop, rm, run";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void swap() throws Exception {
        Shell.run("docker", "stop", container);
        Shell.run("docker", "rm", container);
        start();
        Http.awaitAnswer(port);
    }

    private void start() throws IOException, InterruptedException {
        String publish = "127.0.0.1:" + port + ":80";
        Shell.run("docker", "run", "-d", "--name", container, "-p", publish, releases.next());
    }

    @Override
    public void close() throws Exception {
        Shell.attempt("docker", "rm", "-f", container);
    }
}
