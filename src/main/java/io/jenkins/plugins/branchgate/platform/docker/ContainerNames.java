package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.ReplicaSpec;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The names that an administrator sees in {@code docker ps}. */
final class ContainerNames {

    private ContainerNames() {}

    static String network(EnvironmentKey place) {
        return "branch-gate-" + place.site() + "-" + place.environment();
    }

    static String edge(EnvironmentKey place) {
        return network(place) + "-edge";
    }

    /** Unique also when a replica takes the place of another with the same index. */
    static String replica(ReplicaSpec spec) {
        return network(spec.place()) + "-" + spec.release().id() + "-" + spec.index() + "-" + random();
    }

    /** Of an edge that is about to become {@link #edge}. */
    static String nextEdge(EnvironmentKey place) {
        return edge(place) + "-" + random();
    }

    /** True if an edge of the place could be called that. */
    static boolean isEdge(String name, EnvironmentKey place) {
        return name.equals(edge(place)) || isNumbered(name, edge(place));
    }

    /** True if such a replica of the place could be called that. */
    static boolean isReplica(String name, EnvironmentKey place, String release, String index) {
        return isNumbered(name, network(place) + "-" + release + "-" + index);
    }

    private static boolean isNumbered(String name, String beginning) {
        return name.startsWith(beginning + "-")
                && name.substring(beginning.length() + 1).matches("[0-9a-f]{4}");
    }

    private static String random() {
        return HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
    }
}
