package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.model.Job;
import io.jenkins.plugins.branchgate.gate.OwnershipRule;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironments;
import io.jenkins.plugins.branchgate.model.EnvironmentDefinition;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.RepositoryAddress;
import java.util.List;
import java.util.Optional;

/** What is configured, as the rules of the gate take it. */
final class ConfiguredRules {

    private ConfiguredRules() {}

    /** What is configured for an environment of a site that a job deploys to. */
    static Optional<OwnershipRule.Configured> of(Job<?, ?> job, SiteSource site, EnvironmentName name) {
        return ConfiguredEnvironments.find(job, canonical(site), site.folder(), name)
                .map(found -> new OwnershipRule.Configured(
                        found.environment().settings(),
                        found.environment().getSiteUrl(),
                        found.environment().getTarget(),
                        owners(found.definition()),
                        found.configuredIn()));
    }

    /** In a folder that names no owners, all of the folder is meant. */
    private static List<String> owners(EnvironmentDefinition definition) {
        var owners = definition.owners().names();
        return owners.isEmpty() && !definition.configuredIn().isEmpty() ? List.of(definition.configuredIn()) : owners;
    }

    static String canonical(SiteSource site) {
        return RepositoryAddress.of(site.remote().url()).canonical();
    }
}
