package io.jenkins.plugins.branchgate.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Lays out a {@code JENKINS_HOME}: plugins, the users {@code admin}, {@code qa} and {@code dev}, the credentials
 * {@code site-git}, jobs. A home that Jenkins has run in keeps its users, jobs and builds.
 */
final class JenkinsHome {
    private final Path folder;

    JenkinsHome(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Path folder() {
        return folder;
    }

    /** Whether a Jenkins has been set up here before. */
    boolean isSetUp() {
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
     * Has the first start make the users and credentials.
     *
     * @param url Jenkins' own address
     * @param passwords by user
     * @param executors of the controller
     */
    void setUp(String url, Map<String, String> passwords, String gitUser, String gitPassword, int executors)
            throws IOException {
        var setup = new Properties();
        setup.setProperty("url", url);
        passwords.forEach((user, password) -> setup.setProperty("password." + user, password));
        setup.setProperty("executors", Integer.toString(executors));
        setup.setProperty("git.user", gitUser);
        setup.setProperty("git.password", gitPassword);
        Path file = folder.resolve("setup.properties");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = Files.newOutputStream(file)) {
            setup.store(out, null);
        }
        Path hooks = Files.createDirectories(folder.resolve("init.groovy.d"));
        try (InputStream script = JenkinsHome.class.getResourceAsStream("init.groovy")) {
            Files.copy(script, hooks.resolve("set-up.groovy"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Writes a job's configuration, replacing the one there; read at the next start. */
    void job(String name, String configXml) throws IOException {
        Path job = Files.createDirectories(folder.resolve("jobs").resolve(name));
        Files.writeString(job.resolve("config.xml"), configXml);
    }

    /** Writes an agent's configuration, replacing the one there; read at the next start. */
    void node(String name, String configXml) throws IOException {
        Path node = Files.createDirectories(folder.resolve("nodes").resolve(name));
        Files.writeString(node.resolve("config.xml"), configXml);
    }
}
