package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.model.Job;
import io.jenkins.plugins.branchgate.gate.OwnershipRule;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironments;
import io.jenkins.plugins.branchgate.jenkins.connect.Targets;
import io.jenkins.plugins.branchgate.model.EnvironmentDefinition;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.RepositoryAddress;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.util.List;
import java.util.Objects;
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

    private static String canonical(SiteSource site) {
        return RepositoryAddress.of(site.remote().url()).canonical();
    }

    /**
     * Whose an address is by the administrators' configuration, though it may never have answered there; empty if it is
     * nobody else's than the asking environment's. What folders configure reserves nothing: their ports would be anybody's.
     */
    static Optional<String> holder(
            Job<?, ?> job,
            SiteSource site,
            EnvironmentName name,
            TargetConnection connection,
            TargetId target,
            Port port) {
        for (var each : BranchGateConfiguration.get().getEnvironments()) {
            var definition = each.definition("");
            boolean itself = name.value().equals(each.getName())
                    && definition.binds(job.getFullName(), canonical(site), site.folder());
            if (!itself
                    && each.getTarget() != null
                    && definition.environment().port().equals(port)
                    && isOn(each.getTarget(), connection, target)) {
                return Optional.of("environment " + each.getName() + ", which an administrator configured");
            }
        }
        return Optional.empty();
    }

    /** A target that does not answer now is not the one that just did. */
    private static boolean isOn(String name, TargetConnection connection, TargetId target) {
        if (Objects.equals(name, connection.configured())) {
            return true;
        }
        var other = Targets.named(name);
        try {
            return other.isPresent()
                    && Targets.engine(other.get()).platform().identity().equals(target);
        } catch (AbortException | PlatformException e) {
            return false;
        }
    }
}
