package io.jenkins.plugins.branchgate.acceptance;

import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a site's visitors and its engine see.
 *
 * @param id the site
 */
record DeployedSite(SiteId id) implements AutoCloseable {

    static DeployedSite of(SiteRemote remote) {
        return new DeployedSite(SiteId.of(remote.url(), SiteFolder.ROOT));
    }

    /** The front page on a port; what went wrong if there is none. */
    static String page(int port) throws InterruptedException {
        return page(port, "/");
    }

    /** What is answered to a request for a path. */
    static String page(int port, String path) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (IOException nothing) {
            return nothing.toString();
        }
    }

    /** Waits until the front page on a port holds a text. */
    static void awaitPage(int port, String text) throws Exception {
        Await.that("'" + text + "' on port " + port, () -> page(port).contains(text), () -> page(port));
    }

    /** The ids of the images that an environment's release containers run. */
    List<String> images(String environment) throws IOException, InterruptedException {
        var containers = docker(
                "ps",
                "-q",
                "--filter",
                "label=io.jenkins.branch-gate.site=" + id,
                "--filter",
                "label=io.jenkins.branch-gate.environment=" + environment,
                "--filter",
                "label=io.jenkins.branch-gate.role=release");
        var images = new ArrayList<String>();
        for (String container : containers) {
            images.addAll(docker("inspect", "--format", "{{.Image}}", container));
        }
        return images;
    }

    /** Removes the images that no container of the site runs, as someone does who cleans the machine up. */
    void forgetOldImages() throws IOException, InterruptedException {
        String ours = "label=io.jenkins.branch-gate.site=" + id;
        var running = new ArrayList<String>();
        for (String container : docker("ps", "-aq", "--filter", ours)) {
            running.addAll(docker("inspect", "--format", "{{.Image}}", container));
        }
        for (String image : docker("images", "-q", "--no-trunc", "--filter", ours)) {
            if (!running.contains(image)) {
                docker("rmi", "-f", image);
            }
        }
    }

    /** Removes every container, network and image of the site. */
    @Override
    public void close() throws IOException, InterruptedException {
        String ours = "label=io.jenkins.branch-gate.site=" + id;
        for (String container : docker("ps", "-aq", "--filter", ours)) {
            docker("rm", "-f", "-v", container);
        }
        for (String network : docker("network", "ls", "-q", "--filter", ours)) {
            docker("network", "rm", network);
        }
        for (String image : docker("images", "-q", "--filter", ours)) {
            docker("rmi", "-f", image);
        }
    }

    /** The lines that a docker command prints. */
    static List<String> docker(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("docker " + arguments[0] + " failed: " + output);
        }
        return output.lines().toList();
    }
}
