package io.jenkins.plugins.branchgate.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.DockerImageBuilder;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of an image built here are those of an image that the docker command builds from the same folder. */
@Tag("docker")
class DockerIgnoreAgreementTest {

    private static final List<String> PATHS = List.of(
            "index.html",
            "README.md",
            "a.txt",
            "b.txt",
            "#odd.txt",
            "docs/README.md",
            "docs/keep.md",
            "docs/deep/x.md",
            "docs/deep/y.txt",
            "node_modules/p/index.js",
            "lib/node_modules/q.js",
            ".hidden/file");

    private final String name = "branch-gate-test/ignore-"
            + Long.toHexString(ThreadLocalRandom.current().nextLong());

    @TempDir
    Path folder;

    @AfterEach
    void remove() throws Exception {
        run("docker", "rmi", "-f", name + ":ours", name + ":theirs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.md\n",
                "**/*.md\n!docs/keep.md\n",
                "docs\n!docs/deep/x.md\n",
                "*\n!index.html\n!docs/*.md\n",
                "# a comment\n\n  docs/deep  \n/a.txt\n./b.txt\n",
                "**/node_modules\n.dockerignore\nDockerfile\n",
                "[ab].txt\n.*\n!.dockerignore\n",
                "*/*\n!docs/**/x.md\n",
            })
    void theSameFiles(String ignore) throws Exception {
        var tree =
                new MemoryTree().with(".dockerignore", ignore).with("Dockerfile", "FROM httpd:2.4\nCOPY . /context/\n");
        PATHS.forEach(path -> tree.with(path, path));
        for (var path : PATHS) {
            Files.createDirectories(folder.resolve(path).getParent());
            Files.writeString(folder.resolve(path), path);
        }
        Files.writeString(folder.resolve(".dockerignore"), ignore);
        Files.writeString(folder.resolve("Dockerfile"), "FROM httpd:2.4\nCOPY . /context/\n");
        run("env", "DOCKER_BUILDKIT=0", "docker", "build", "-q", "-t", name + ":theirs", folder.toString());
        try (var engine = new DockerEngine(EngineAddress.of(null, System.getenv()), null);
                var context = BuildContext.pack(tree, null, Map.of());
                var tar = context.open()) {
            new DockerImageBuilder(engine)
                    .build(tar, context.dockerfile(), new ImageRef(name + ":ours"), Map.of(), line -> {});
        }
        assertEquals(files("theirs"), files("ours"));
    }

    private TreeSet<String> files(String tag) throws Exception {
        return new TreeSet<>(run("docker", "run", "--rm", name + ":" + tag, "find", "/context", "-type", "f")
                .lines()
                .toList());
    }

    private static String run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
