package io.jenkins.plugins.branchgate.jenkins.config;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.EnvironmentDefinition;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Which configured environment a job means: an administrator's, or else one of a folder that the job is in. */
public final class ConfiguredEnvironments {
    private ConfiguredEnvironments() {}

    /**
     * A configured environment, found for a job.
     *
     * @param environment as it was configured
     * @param definition the same, parsed
     */
    public record Found(ConfiguredEnvironment environment, EnvironmentDefinition definition) {
        /** Empty if an administrator configured it, else the full name of the folder. */
        public String configuredIn() {
            return definition.configuredIn();
        }

        /** False if others own it, who are named. Where nobody is named this says nothing about who came first. */
        public boolean mayDeploy(Item job) {
            return definition.mayDeploy(job.getFullName());
        }
    }

    /**
     * The configured environment that a job means. An administrator's entry for the repository is found also for a job
     * that is not among its owners: see {@link Found#mayDeploy}.
     *
     * @param asking the job
     * @param canonical the repository's canonical address
     * @param folder the site's folder in it
     * @return empty if none is configured for it: then it belongs to who deployed first
     * @throws InvalidValueException if the configuration was edited by hand and is not right
     */
    public static Optional<Found> find(Item asking, String canonical, SiteFolder folder, EnvironmentName name) {
        return find(asking.getFullName(), canonical, folder, name);
    }

    /** The same for a job that may be gone, by its full name. */
    public static Optional<Found> find(String job, String canonical, SiteFolder folder, EnvironmentName name) {
        return find(inReach(job), job, canonical, folder, name.value());
    }

    /**
     * The configured environments of a site that take approved merges of a branch only: their policies, owners and push
     * credentials hold for an approval into it.
     *
     * @param job the full name of the job that asks, or of one that owns an environment of the site
     */
    public static List<Found> gatedBy(String job, String canonical, SiteFolder folder, BranchName into) {
        var inReach = inReach(job);
        return inReach.values().stream()
                .flatMap(List::stream)
                .map(ConfiguredEnvironment::getName)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .flatMap(name -> find(inReach, job, canonical, folder, name).stream())
                .filter(found -> {
                    var environment = found.definition().environment();
                    return environment.gate() == GateRule.APPROVED
                            && environment.branch().equals(into);
                })
                .toList();
    }

    private static Optional<Found> find(
            Map<String, List<ConfiguredEnvironment>> inReach,
            String job,
            String canonical,
            SiteFolder folder,
            String name) {
        var parsed = new HashMap<EnvironmentDefinition, ConfiguredEnvironment>();
        inReach.forEach((configuredIn, environments) -> environments.stream()
                .filter(each -> name.equals(each.getName()))
                .forEach(each -> parsed.put(each.definition(configuredIn), each)));
        return EnvironmentDefinition.find(parsed.keySet(), job, canonical, folder, new EnvironmentName(name))
                .map(definition -> new Found(parsed.get(definition), definition));
    }

    /** What is configured where: by administrators under the empty name, and in the folders that the job is in. */
    private static Map<String, List<ConfiguredEnvironment>> inReach(String job) {
        var inReach = new LinkedHashMap<String, List<ConfiguredEnvironment>>();
        inReach.put("", BranchGateConfiguration.get().getEnvironments());
        if (haveFolders()) {
            inReach.putAll(BranchGateFolderProperty.above(job));
        }
        return inReach;
    }

    private static boolean haveFolders() {
        return Jenkins.get().getPlugin("cloudbees-folder") != null;
    }

    /** Owners are named: those that are renamed or moved stay owners. */
    @Extension
    public static class RenamedOwners extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            BranchGateConfiguration.get().renamed(oldFullName, newFullName);
            if (haveFolders()) {
                BranchGateFolderProperty.renamed(oldFullName, newFullName);
            }
        }
    }
}
