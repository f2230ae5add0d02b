package io.jenkins.plugins.branchgate.jenkins.connect;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The ports that administrators configured for environments of configured targets, whether these ran yet or not. What
 * folders configure reserves nothing: their ports would be anybody's.
 */
public final class ConfiguredPorts {

    private ConfiguredPorts() {}

    /**
     * Whose a port is by the configuration; empty if it is nobody else's than the asking environment's.
     *
     * @param job the full name of the job that deploys to that environment, or of its owner; null for nobody
     * @param canonical the address of the environment's repository
     * @param folder the site's folder in it
     */
    public static Optional<String> holder(
            String job,
            String canonical,
            SiteFolder folder,
            EnvironmentName name,
            TargetConnection connection,
            TargetId target,
            Port port) {
        for (var each : BranchGateConfiguration.get().getEnvironments()) {
            var definition = each.definition("");
            boolean itself =
                    job != null && name.value().equals(each.getName()) && definition.binds(job, canonical, folder);
            if (!itself
                    && each.getTarget() != null
                    && definition.environment().port().equals(port)
                    && isOn(each.getTarget(), connection, target)) {
                return Optional.of("environment " + each.getName() + ", which an administrator configured");
            }
        }
        return Optional.empty();
    }

    /** The same for an environment of a known site. */
    public static Optional<String> holder(
            SiteId site, EnvironmentName name, String owner, TargetConnection connection, TargetId target, Port port)
            throws IOException {
        var header = BranchGate.get().ledger(site).view().site();
        return header.isEmpty()
                ? Optional.empty()
                : holder(owner, header.get().repository(), header.get().folder(), name, connection, target, port);
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
