package io.jenkins.plugins.branchgate.acceptance;

import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** An agent process on this machine that connects to a Jenkins by itself, and again after a restart of the Jenkins. */
final class InboundAgent implements Closeable {
    private static final Pattern SECRET = Pattern.compile("<argument>([0-9a-f]{64})</argument>");

    private final String name;
    private final Process process;
    private final Path log;

    private InboundAgent(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop the agent " + name));
    }

    /** Starts the agent of a node that Jenkins knows; it connects soon. */
    static InboundAgent start(JenkinsApi admin, String name, Path folder) throws Exception {
        Files.createDirectories(folder);
        Path jar = folder.resolve("agent.jar");
        var request = HttpRequest.newBuilder(admin.page("jnlpJars/agent.jar")).build();
        HttpClient.newHttpClient().send(request, BodyHandlers.ofFile(jar));
        String description =
                admin.get("computer/" + name + "/jenkins-agent.jnlp").body();
        var secret = SECRET.matcher(description);
        if (!secret.find()) {
            throw new IOException("no secret in the description of " + name + ": " + description);
        }
        Path secretFile = Files.writeString(folder.resolve("secret"), secret.group(1));
        Path log = folder.resolve("agent.log");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-jar",
                        jar.toString(),
                        "-url",
                        admin.page("").toString(),
                        "-name",
                        name,
                        "-secret",
                        "@" + secretFile,
                        "-webSocket",
                        "-workDir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        return new InboundAgent(name, process, log);
    }

    /** Waits until Jenkins has it online. */
    void awaitOnline(JenkinsApi admin) throws Exception {
        Await.that(
                "the agent " + name + " online",
                () -> !admin.json("computer/" + name + "/", "offline")
                        .path("offline")
                        .asBoolean(true),
                () -> Files.readString(log));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
