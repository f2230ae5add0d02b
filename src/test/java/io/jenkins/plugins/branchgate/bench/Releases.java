package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Two images of a site, built once by the docker command line, handed out in turns to the contestants. */
final class Releases implements AutoCloseable {
    private final String tag;
    private int handedOut;

    Releases(Path folder, String run) throws IOException, InterruptedException {
        tag = "bench-" + run;
        for (int i = 0; i < 2; i++) {
            Path context = folder.resolve("release-" + i);
            new Content("release " + i).writeTo(context);
            Shell.run("docker", "build", "-q", "-t", tag + ":" + i, context.toString());
        }
    }

    /** The other image. */
    String next() {
        return tag + ":" + handedOut++ % 2;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Shell.attempt("docker", "rmi", "-f", tag + ":0", tag + ":1");
    }
}
