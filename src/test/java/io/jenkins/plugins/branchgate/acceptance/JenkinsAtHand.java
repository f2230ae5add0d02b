package io.jenkins.plugins.branchgate.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Jenkins that is on this machine: where its war and its plugins are. {@code JENKINS_WAR} and {@code JENKINS_PLUGINS}
 * name them; otherwise they are looked for in {@code ~/.cache/branch-gate/jenkins}.
 *
 * @param war the file {@code jenkins.war}
 * @param plugins a folder of {@code .hpi} or {@code .jpi} files
 */
public record JenkinsAtHand(Path war, Path plugins) {
    private static final List<String> NEEDED = List.of(
            "git",
            "workflow-cps",
            "workflow-multibranch",
            "pipeline-model-definition",
            "matrix-auth",
            "configuration-as-code");

    /** The Jenkins the environment names, or the one in the cache; empty if either part is missing. */
    static Optional<JenkinsAtHand> find(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        Path folder = Path.of(cache, "branch-gate", "jenkins");
        Path war = path(environment, "JENKINS_WAR", folder.resolve("jenkins.war"));
        Path plugins = path(environment, "JENKINS_PLUGINS", folder.resolve("plugins"));
        var found = new JenkinsAtHand(war, plugins);
        boolean whole = Files.isRegularFile(war) && NEEDED.stream().allMatch(found::hasPlugin);
        return whole ? Optional.of(found) : Optional.empty();
    }

    /** Whether the folder holds the plugin of this short name. */
    boolean hasPlugin(String name) {
        return Files.exists(plugins.resolve(name + ".jpi")) || Files.exists(plugins.resolve(name + ".hpi"));
    }

    private static Path path(Map<String, String> environment, String variable, Path otherwise) {
        String given = environment.get(variable);
        return given == null || given.isEmpty() ? otherwise : Path.of(given);
    }
}
