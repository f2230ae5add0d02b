package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A script with a proxy in front: run the new release, write the proxy's configuration anew, reload it, give the old
 * release a second for its requests, stop it gracefully.
 */
final class ReloadedProxy implements Contestant {
    private final ProxyKind kind;
    private final Releases releases;
    private final String prefix;
    private final Path configuration;
    private final int port;
    private int started;

    ReloadedProxy(ProxyKind kind, Releases releases, Path folder, String run) throws Exception {
        port = Ports.free();
        this.kind = kind;
        this.releases = releases;
        prefix = "bench-" + run + "-"
                + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        configuration = Files.createDirectories(folder.resolve(kind.name())).resolve("configuration");
        Shell.run("docker", "network", "create", prefix);
        start();
        String publish = "127.0.0.1:" + port + ":80";
        Shell.run("docker", "create", "--name", prefix, "--network", prefix, "-u", "0", "-p", publish, kind.image());
        Shell.run("docker", "cp", configuration.toString(), prefix + ":" + kind.file());
        Shell.run("docker", "start", prefix);
        Http.awaitAnswer(port);
    }

    @Override
    public String name() {
        return kind.title();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void swap() throws Exception {
        String old = release();
        start();
        Shell.run("docker", "cp", configuration.toString(), prefix + ":" + kind.file());
        var reload = new ArrayList<>(List.of("docker", "exec", prefix));
        reload.addAll(kind.reload());
        Shell.run(reload.toArray(String[]::new));
        Thread.sleep(1000);
        Shell.run("docker", "stop", old);
        Shell.run("docker", "rm", old);
    }

    /** Runs the next release, waits until it answers, and writes the configuration that leads to it. */
    private void start() throws IOException, InterruptedException {
        started++;
        String probe = "127.0.0.1::80";
        Shell.run("docker", "run", "-d", "--name", release(), "--network", prefix, "-p", probe, releases.next());
        String published = Shell.run("docker", "port", release(), "80/tcp");
        Http.awaitAnswer(Integer.parseInt(published.substring(published.lastIndexOf(':') + 1)));
        Files.writeString(configuration, kind.configuration(release()));
    }

    private String release() {
        return prefix + "-" + started;
    }

    @Override
    public void close() throws Exception {
        Shell.attempt("docker", "rm", "-f", prefix, release(), prefix + "-" + (started - 1));
        Shell.attempt("docker", "network", "rm", prefix);
    }
}
