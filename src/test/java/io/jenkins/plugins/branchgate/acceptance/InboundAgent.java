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
    static final String NAME = "builder";
    private static final Pattern SECRET = Pattern.compile("<argument>([0-9a-f]{64})</argument>");

    private final Process process;

    private InboundAgent(Process process) {
        this.process = process;
    }

    /** The node's configuration, for {@code JENKINS_HOME/nodes/builder/config.xml}. */
    static String configXml(Path workFolder) {
        return """
                <?xml version='1.1' encoding='UTF-8'?>
                <slave>
                  <name>%s</name>
                  <remoteFS>%s</remoteFS>
                  <numExecutors>2</numExecutors>
                  <mode>NORMAL</mode>
                  <retentionStrategy class="hudson.slaves.RetentionStrategy$Always"/>
                  <launcher class="hudson.slaves.JNLPLauncher">
                    <webSocket>true</webSocket>
                  </launcher>
                  <label></label>
                  <nodeProperties/>
                </slave>
                """.formatted(NAME, workFolder);
    }

    /** Starts the agent and waits until Jenkins has it online. */
    static InboundAgent start(JenkinsApi admin, Path folder) throws Exception {
        Files.createDirectories(folder);
        Path jar = folder.resolve("agent.jar");
        var request = HttpRequest.newBuilder(admin.page("jnlpJars/agent.jar")).build();
        HttpClient.newHttpClient().send(request, BodyHandlers.ofFile(jar));
        String description =
                admin.get("computer/" + NAME + "/jenkins-agent.jnlp").body();
        var secret = SECRET.matcher(description);
        if (!secret.find()) {
            throw new IOException("no secret in the description of " + NAME + ": " + description);
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
                        NAME,
                        "-secret",
                        "@" + secretFile,
                        "-webSocket",
                        "-workDir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        var agent = new InboundAgent(process);
        Await.that(
                "the agent online",
                () -> !admin.json("computer/" + NAME + "/", "offline")
                        .path("offline")
                        .asBoolean(true),
                () -> Files.readString(log));
        return agent;
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
