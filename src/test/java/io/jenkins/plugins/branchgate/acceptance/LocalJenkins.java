package io.jenkins.plugins.branchgate.acceptance;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Jenkins process of its own, on loopback, with a {@code JENKINS_HOME} of its own. Stops with the Java process that
 * started it.
 */
public final class LocalJenkins implements Closeable {
    private static final Duration START = Duration.ofMinutes(4);

    private final JenkinsAtHand program;
    private final Path home;
    private final int port;
    private final Map<String, String> environment;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Process process;

    /**
     * Does not start it yet.
     *
     * @param home a prepared {@code JENKINS_HOME}
     * @param port where it is to answer, on loopback only
     * @param environment variables to set for it
     */
    LocalJenkins(JenkinsAtHand program, Path home, int port, Map<String, String> environment) {
        this.program = program;
        this.home = home;
        this.port = port;
        this.environment = Map.copyOf(environment);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop Jenkins"));
    }

    /** A port that nothing listens on now. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Its address, ending in a slash. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** What it writes, appended over restarts. */
    public Path log() {
        return home.resolve("jenkins.log");
    }

    /** Its {@code JENKINS_HOME}. */
    public Path home() {
        return home;
    }

    /**
     * Starts it and waits until it answers; at most four minutes.
     *
     * @throws IOException if its port is taken, it ends, or it does not answer; the message names its log
     */
    void start() throws IOException, InterruptedException {
        try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            free.setReuseAddress(true);
        } catch (BindException taken) {
            throw new IOException("port " + port + " is taken; stop what listens there or choose another", taken);
        }
        var builder = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("JENKINS_HOME", home.toString());
        process = builder.start();
        process.getOutputStream().close();
        awaitAnswer();
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.add("-XX:TieredStopAtLevel=1"); // it runs for minutes, and starts a third sooner
        command.add("-Djava.awt.headless=true");
        command.add("-Djenkins.install.runSetupWizard=false");
        command.add("-Dhudson.model.UpdateCenter.never=true");
        command.add("-Dhudson.model.UsageStatistics.disabled=true");
        command.add("-Dhudson.plugins.git.GitStatus.NOTIFY_COMMIT_ACCESS_CONTROL=disabled");
        // The plugins at hand may be some weeks older than those this plugin was compiled with.
        command.add("-Dhudson.PluginWrapper.dependenciesVersionCheck.enabled=false");
        command.addAll(List.of("-jar", program.war().toString()));
        command.addAll(List.of("--httpListenAddress=127.0.0.1", "--httpPort=" + port));
        return command;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(START);
        var request = HttpRequest.newBuilder(url().resolve("login"))
                .timeout(Duration.ofSeconds(10))
                .build();
        String last = "nothing";
        while (Instant.now().isBefore(end)) {
            if (!process.isAlive()) {
                throw new IOException("Jenkins ended with status " + process.exitValue() + "; its log is " + log());
            }
            try {
                var response = http.send(request, BodyHandlers.discarding());
                if (response.statusCode() == 200) {
                    return;
                }
                last = "status " + response.statusCode();
            } catch (IOException notYet) {
                last = notYet.toString();
            }
            Thread.sleep(250);
        }
        close();
        throw new IOException("Jenkins did not answer in " + START + " (" + last + "); its log is " + log());
    }

    /** Tells it of a push to a repository, as a webhook does. Jobs that follow the repository look at it. */
    void notifyPush(String repository) {
        var request = HttpRequest.newBuilder(url().resolve("git/notifyCommit?url=" + repository))
                .timeout(Duration.ofSeconds(20))
                .build();
        http.sendAsync(request, BodyHandlers.discarding());
    }

    /** Waits until it ends by itself. */
    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Stops it, gracefully for half a minute. */
    @Override
    public void close() {
        if (process == null || !process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
