package io.jenkins.plugins.branchgate.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A configured environment: what it is, which site and which jobs it is for, and where it runs.
 *
 * @param configuredIn empty if an administrator configured it, else the full name of the folder it was configured in
 * @param settings as they were written down; defaults hold for what they leave out
 * @param repository the site's repository, or null for any
 * @param site the site's folder in it
 * @param owners the jobs and folders that may deploy and ask, by full name; empty for the first that does
 * @param target where it runs, or null for the engine that the step reaches
 */
public record EnvironmentDefinition(
        String configuredIn,
        EnvironmentSettings settings,
        RepositoryAddress repository,
        SiteFolder site,
        OwnerNames owners,
        TargetName target) {

    /** @throws InvalidValueException if a setting is refused, or one without a default is missing */
    public EnvironmentDefinition {
        settings.environment();
    }

    /**
     * As it is written down in a form or as code; null and blank mean not given.
     *
     * @param owners full names; of a folder's configuration names relative to the folder
     * @throws InvalidValueException if a value is refused; says which
     */
    public static EnvironmentDefinition parse(
            String configuredIn,
            EnvironmentSettings settings,
            String repository,
            String site,
            String owners,
            String target) {
        return new EnvironmentDefinition(
                configuredIn,
                settings,
                isBlank(repository) ? null : RepositoryAddress.of(repository),
                new SiteFolder(site),
                OwnerNames.parse(owners).in(configuredIn),
                isBlank(target) ? null : new TargetName(target));
    }

    /** The environment, with its defaults. */
    public Environment environment() {
        return settings.environment();
    }

    /** Who configured it, for messages: {@code by an administrator}, or in which folder. */
    public String where() {
        return configuredIn.isEmpty() ? "by an administrator" : "in the folder " + configuredIn;
    }

    /** True if the job may deploy to it and ask for approvals of it, as far as this configuration goes. */
    public boolean mayDeploy(String job) {
        return isInReach(job) && (owners.isEmpty() || owners.contain(job));
    }

    /**
     * True if a job that names this environment means this one. An administrator's entry for a repository holds for
     * whoever deploys that repository, owner or not; one for any repository only for its owners.
     *
     * @param job the job's full name
     * @param canonical the repository's canonical address
     * @param folder the site's folder in it
     */
    public boolean binds(String job, String canonical, SiteFolder folder) {
        if (!site.equals(folder) || !isInReach(job)) {
            return false;
        }
        return repository == null
                ? !configuredIn.isEmpty() || mayDeploy(job)
                : repository.canonical().equals(canonical);
    }

    /** What is configured in a folder is for the jobs in it. */
    private boolean isInReach(String job) {
        return configuredIn.isEmpty() || Ownership.covers(configuredIn, job);
    }

    /**
     * The one that a job means. What an administrator configured comes first, then the outermost folder's: what is
     * configured above is not undone below. Of two in one place the one that names the repository.
     *
     * @param all what is configured, in any order
     * @param job the job's full name
     * @param canonical the repository's canonical address
     * @param folder the site's folder in it
     */
    public static Optional<EnvironmentDefinition> find(
            Collection<EnvironmentDefinition> all,
            String job,
            String canonical,
            SiteFolder folder,
            EnvironmentName name) {
        return all.stream()
                .filter(each -> name.value().equals(each.settings.name()) && each.binds(job, canonical, folder))
                .min(Comparator.comparingInt((EnvironmentDefinition each) -> each.configuredIn.length())
                        .thenComparing(each -> each.repository == null));
    }

    /**
     * Checks what is configured in one place together.
     *
     * @param targets the names of the configured targets
     * @throws InvalidValueException if two are for one name, repository and site folder, one names a target that there
     *     is not, or two have one port on one target
     */
    public static void check(Collection<EnvironmentDefinition> all, Set<TargetName> targets) {
        var names = new HashSet<String>();
        var ports = new HashSet<String>();
        for (var each : all) {
            String name = each.settings.name();
            if (!names.add(name + "\n" + each.repository + "\n" + each.site)) {
                throw new InvalidValueException(
                        "environment", name, "one entry for each name, repository and site folder, and there are two");
            }
            if (each.target != null && !targets.contains(each.target)) {
                throw new InvalidValueException(
                                "target",
                                each.target.value(),
                                targets.isEmpty()
                                        ? "the name of a configured target, and there is none"
                                        : "the name of a configured target: "
                                                + String.join(
                                                        ", ",
                                                        targets.stream()
                                                                .map(TargetName::value)
                                                                .sorted()
                                                                .toList()))
                        .in("environment " + name);
            }
            var port = each.environment().port();
            if (each.target != null && !ports.add(each.target + " " + port)) {
                throw new InvalidValueException(
                                "port",
                                port.toString(),
                                "a port that no other environment has on target " + each.target)
                        .in("environment " + name);
            }
        }
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
