package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The labels on what Branch Gate makes on an engine. What does not have them is never touched. All that are looked at are
 * given when a container is made, so that those of its image do not count; {@link ManagedContainer} says what else it takes.
 */
final class Labels {

    static final String SITE = "io.jenkins.branch-gate.site";
    static final String ENVIRONMENT = "io.jenkins.branch-gate.environment";
    /** {@link #EDGE}, {@link #RELEASE} or {@link #NETWORK}. */
    static final String ROLE = "io.jenkins.branch-gate.role";

    static final String COMMIT = "io.jenkins.branch-gate.commit";
    static final String RELEASE_ID = "io.jenkins.branch-gate.release";
    static final String DEPLOYMENT = "io.jenkins.branch-gate.deployment";
    static final String INDEX = "io.jenkins.branch-gate.index";
    static final String TREE = "io.jenkins.branch-gate.tree";
    /** A container's fixed address on the place's network. */
    static final String ADDRESS = "io.jenkins.branch-gate.address";
    /** The port that a release listens on, or that an edge publishes. */
    static final String PORT = "io.jenkins.branch-gate.port";

    /** The reference that an edge's image was asked for by. */
    static final String IMAGE = "io.jenkins.branch-gate.image";

    static final String EDGE = "edge";
    static final String RELEASE = "release";
    static final String NETWORK = "network";

    private Labels() {}

    static Map<String, String> of(EnvironmentKey place, String role) {
        var labels = new TreeMap<String, String>();
        labels.put(SITE, place.site().value());
        labels.put(ENVIRONMENT, place.environment().value());
        labels.put(ROLE, role);
        return labels;
    }

    static Map<String, String> of(ReplicaSpec spec, Backend backend) {
        var labels = of(spec.place(), RELEASE);
        labels.put(COMMIT, spec.release().commit().value());
        labels.put(RELEASE_ID, spec.release().id().value());
        labels.put(TREE, spec.release().tree().value());
        labels.put(DEPLOYMENT, spec.deployment().value());
        labels.put(INDEX, Integer.toString(spec.index()));
        labels.put(ADDRESS, backend.address());
        labels.put(PORT, Integer.toString(backend.port()));
        return labels;
    }

    /** The labels that select all that belongs to a place. */
    static Map<String, String> selecting(EnvironmentKey place) {
        return Map.of(
                SITE, place.site().value(), ENVIRONMENT, place.environment().value());
    }

    /** True if the labels are all that a replica has. */
    static boolean isReplica(Map<String, String> labels) {
        try {
            new ReleaseId(labels.get(RELEASE_ID));
            new CommitId(labels.get(COMMIT));
            new DeploymentId(labels.get(DEPLOYMENT));
            return labels.getOrDefault(INDEX, "").matches("[0-9]{1,6}");
        } catch (InvalidValueException e) {
            return false;
        }
    }

    /** Where something belongs; empty if its labels are not ours. */
    static Optional<EnvironmentKey> place(Map<String, String> labels) {
        try {
            return labels == null || !labels.containsKey(ROLE)
                    ? Optional.empty()
                    : Optional.of(new EnvironmentKey(
                            new SiteId(labels.get(SITE)), new EnvironmentName(labels.get(ENVIRONMENT))));
        } catch (InvalidValueException e) {
            return Optional.empty(); // someone else's, under our names
        }
    }
}
