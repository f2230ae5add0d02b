package io.jenkins.plugins.branchgate.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lays out a {@code JENKINS_HOME}: plugins, configuration, jobs. A home that Jenkins has run in keeps its jobs and
 * builds.
 */
final class JenkinsHome {
    private final Path folder;

    JenkinsHome(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Path folder() {
        return folder;
    }

    /** Whether a Jenkins has run here before. */
    boolean isUsed() {
        return Files.exists(folder.resolve("config.xml"));
    }

    /** Copies the plugins, replacing those there; ours last. */
    void install(JenkinsAtHand jenkins, Path branchGate) throws IOException {
        Path target = Files.createDirectories(folder.resolve("plugins"));
        try (Stream<Path> plugins = Files.list(jenkins.plugins())) {
            for (Path plugin : (Iterable<Path>) plugins::iterator) {
                String name = plugin.getFileName().toString();
                if (name.endsWith(".jpi") || name.endsWith(".hpi")) {
                    copy(plugin, target.resolve(name.replace(".hpi", ".jpi")));
                }
            }
        }
        copy(branchGate, target.resolve("branch-gate.jpi"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /**
     * Has every start configure Jenkins as this file says.
     *
     * @param yaml Configuration as Code
     * @param secrets what the file names as {@code ${name}}, by name; readable by this user only
     */
    void configure(String yaml, Map<String, String> secrets) throws IOException {
        Files.writeString(yaml(), yaml);
        Path kept = Files.createDirectories(secrets());
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwx------"));
        for (var secret : secrets.entrySet()) {
            Files.writeString(kept.resolve(secret.getKey()), secret.getValue());
        }
    }

    /** The environment in which Jenkins finds its configuration. */
    Map<String, String> environment() {
        return Map.of(
                "CASC_JENKINS_CONFIG", yaml().toString(), "SECRETS", secrets().toString());
    }

    private Path yaml() {
        return folder.resolve("jenkins.yaml");
    }

    private Path secrets() {
        return folder.resolve("configuration-secrets");
    }

    /** Writes a job's configuration, replacing the one there; read at the next start. */
    void job(String name, String configXml) throws IOException {
        Path job = Files.createDirectories(folder.resolve("jobs").resolve(name));
        Files.writeString(job.resolve("config.xml"), configXml);
    }
}
